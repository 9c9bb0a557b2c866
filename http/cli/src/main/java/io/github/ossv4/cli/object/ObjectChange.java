// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.ossv4.cli.bucket.ObjectOptions;
import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.Result;
import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopyResult;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of the headers, metadata, tags, ACL or storage class of objects, which keeps what it does not name. Tags and
 * ACL have operations of their own. OSS changes all else only by a copy of the object onto itself, which resets what
 * the request does not repeat. Thread-safe.
 *
 * @param replacesTags whether the tags that an object has are removed
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
 */
record ObjectChange(
        Map<String, String> headers,
        Map<String, String> tags,
        boolean replacesTags,
        @Nullable String acl) {
    static final String ACL = "x-oss-object-acl";
    private static final String TAGGING = "x-oss-tagging";
    static final String STORAGE_CLASS = "x-oss-storage-class";

    private static final List<String> ENCRYPTION = List.of(
            "x-oss-server-side-encryption", "x-oss-server-side-encryption-key-id", "x-oss-server-side-data-encryption");

    /**
     * Returns the change that the options describe.
     *
     * @param replacesTags whether the tags that an object has are removed
     * @throws UsageException if they describe none, or are contradictory
     * @throws IllegalArgumentException if OSS does not accept one of them
     */
    static ObjectChange of(ObjectOptions options, boolean replacesTags) {
        if (options.isEmpty() && !replacesTags) {
            throw new UsageException("a change is required: --content-type, --header, --meta, --tag, --no-tags,"
                    + " --storage-class or --acl");
        }
        CopyOptions.Builder named = CopyOptions.builder();
        options.applyTo(named);
        Map<String, String> headers =
                new LinkedHashMap<>(named.build().headers().asMap());
        headers.remove(TAGGING);
        String acl = headers.remove(ACL);
        return new ObjectChange(headers, options.tags(), replacesTags, acl);
    }

    /** Changes an object. */
    ChangedObject apply(BucketClient client, OssUrl url) throws IOException {
        if (!headers.isEmpty()) {
            return copy(client, url);
        }
        String key = url.key();
        if (!tags.isEmpty()) {
            client.putTags(key, mergedTags(client, key));
        } else if (replacesTags) {
            client.deleteTags(key);
        }
        if (acl != null) {
            BucketRequest request = BucketRequest.builder("PUT")
                    .key(key)
                    .query("acl")
                    .header(ACL, acl)
                    .build();
            client.call(request).close();
        }
        return new ChangedObject(url, ChangedObject.Way.IN_PLACE, null);
    }

    private ChangedObject copy(BucketClient client, OssUrl url) throws IOException {
        String key = url.key();
        ObjectMetadata before = client.head(key);
        if ("Symlink".equals(before.type())) {
            throw new IOException(url + " is a symbolic link: change the object to which it leads");
        }
        Map<String, String> merged = mergedHeaders(before);
        String kept = acl == null ? readAcl(client, url, ObjectVersion.of(key)).value() : acl;
        if (!kept.equals(ObjectAcl.DEFAULT.value())) {
            merged.put(ACL, kept);
        }
        CopyOptions.Builder options =
                CopyOptions.builder().headers(ObjectHeaders.of(merged)).replaceMetadata(true);
        if (!tags.isEmpty()) {
            mergedTags(client, key).asMap().forEach(options::tag);
        } else if (replacesTags) {
            options.replaceTags(true);
        }
        if (before.etag() != null) {
            options.conditions(Conditions.match(before.etag()));
        }
        CopyResult copy = ObjectCopy.await(client.async().copy(CopySource.of(key), key, options.build()));
        if (copy.crc64() != null && before.crc64() != null && !copy.crc64().equals(before.crc64())) {
            throw new IOException("the CRC64 of " + url + " has changed: another request may have replaced the object");
        }
        return new ChangedObject(url, ChangedObject.Way.COPY, copy.versionId());
    }

    /** Returns the headers after the change; an empty value removes a header. */
    Map<String, String> mergedHeaders(ObjectMetadata before) {
        Map<String, String> merged = new LinkedHashMap<>();
        for (String name : ObjectHeaders.STANDARD) {
            putUnlessNull(merged, name, before.header(name));
        }
        before.metadata().forEach((name, value) -> merged.put(ObjectHeaders.METADATA_PREFIX + name, value));
        putUnlessNull(merged, STORAGE_CLASS, before.storageClass());
        for (String name : ENCRYPTION) {
            putUnlessNull(merged, name, before.header(name));
        }
        headers.forEach((name, value) -> {
            if (value.isEmpty()) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static void putUnlessNull(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private ObjectTags mergedTags(BucketClient client, String key) throws IOException {
        Map<String, String> merged = new LinkedHashMap<>();
        if (!replacesTags) {
            merged.putAll(client.getTags(key).asMap());
        }
        merged.putAll(tags);
        return ObjectTags.of(merged);
    }

    /**
     * Returns the ACL of an object, which a copy would not have.
     *
     * @throws ServiceException if it cannot be read: then the user must set it
     */
    static ObjectAcl readAcl(BucketClient client, OssUrl url, ObjectVersion object) throws IOException {
        try {
            return client.getAcl(object);
        } catch (ServiceException e) {
            throw e.newBuilder()
                    .description("cannot read the ACL of " + url + ", which the copy would not have; set it by --acl: "
                            + e.description())
                    .build();
        }
    }

    /**
     * An object whose headers, tags, ACL or storage class were changed.
     *
     * @param versionId the version that a copy has created, in a bucket with versioning
     */
    record ChangedObject(OssUrl url, Way way, @Nullable String versionId) implements Result {
        /** The way in which OSS changes an object. */
        enum Way {
            /** By a copy onto itself. */
            COPY,
            IN_PLACE
        }

        @Override
        public String text() {
            return "changed " + url + (versionId == null ? "" : "  version " + PrintableText.escape(versionId));
        }

        @Override
        public void writeFields(JsonGenerator json) throws IOException {
            url.writeTo(json);
            json.writeBooleanField("copied", way == Way.COPY);
            Result.writeUnlessNull(json, "versionId", versionId);
        }
    }
}
