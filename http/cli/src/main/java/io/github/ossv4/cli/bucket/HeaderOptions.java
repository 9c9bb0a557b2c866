// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.StorageClass;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the headers that OSS stores with an object. */
public final class HeaderOptions {
    @Option(names = "--content-type", paramLabel = "TYPE", description = "Content type of the object.")
    private @Nullable String contentType;

    @Option(names = "--cache-control", paramLabel = "TEXT", description = "Cache-Control of the object.")
    private @Nullable String cacheControl;

    @Option(names = "--content-disposition", paramLabel = "TEXT", description = "Content-Disposition of the object.")
    private @Nullable String contentDisposition;

    @Option(names = "--content-encoding", paramLabel = "TEXT", description = "Content-Encoding of the object.")
    private @Nullable String contentEncoding;

    @Option(names = "--meta", paramLabel = "NAME=VALUE", description = "Metadata of the object; repeatable.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "Tag of the object; repeatable, up to 10.")
    private Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--storage-class",
            paramLabel = "CLASS",
            description = "Standard, IA, Archive, ColdArchive or DeepColdArchive; default: that of the bucket.")
    private @Nullable String storageClass;

    @Option(
            names = "--acl",
            paramLabel = "ACL",
            description = "default, private, public-read or public-read-write; default: that of the bucket.")
    private @Nullable String acl;

    /** Returns whether no option is given. */
    public boolean isEmpty() {
        return contentType == null
                && cacheControl == null
                && contentDisposition == null
                && contentEncoding == null
                && metadata.isEmpty()
                && tags.isEmpty()
                && storageClass == null
                && acl == null;
    }

    /**
     * Sets the headers.
     *
     * @throws UsageException if a storage class or an ACL does not exist
     * @throws IllegalArgumentException if a value is malformed
     */
    public <B extends ObjectHeaders.Builder<B>> void applyTo(B builder) {
        if (contentType != null) {
            builder.contentType(contentType);
        }
        if (cacheControl != null) {
            builder.cacheControl(cacheControl);
        }
        if (contentDisposition != null) {
            builder.contentDisposition(contentDisposition);
        }
        if (contentEncoding != null) {
            builder.contentEncoding(contentEncoding);
        }
        metadata.forEach(builder::metadata);
        tags.forEach(builder::tag);
        if (storageClass != null) {
            builder.storageClass(storageClass(storageClass));
        }
        if (acl != null) {
            builder.acl(acl(acl));
        }
    }

    private static StorageClass storageClass(String value) {
        for (StorageClass known : StorageClass.values()) {
            if (known.value().equalsIgnoreCase(value)) {
                return known;
            }
        }
        throw new UsageException(
                "--storage-class must be Standard, IA, Archive, ColdArchive or DeepColdArchive, was " + value);
    }

    private static ObjectAcl acl(String value) {
        for (ObjectAcl known : ObjectAcl.values()) {
            if (known.value().equalsIgnoreCase(value)) {
                return known;
            }
        }
        throw new UsageException("--acl must be default, private, public-read or public-read-write, was " + value);
    }
}
