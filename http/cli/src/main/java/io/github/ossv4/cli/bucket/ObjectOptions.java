// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.StorageClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the headers of an object that is stored. */
public final class ObjectOptions {
    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            description = "Content type; default in uploads: by the extension of the key.")
    private @Nullable String contentType;

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            converter = Assignment.Converter.class,
            description =
                    "Cache-Control, Content-Disposition, Content-Encoding, Content-Language or Expires; repeatable.")
    private List<Assignment> headers = List.of();

    @Option(
            names = "--meta",
            paramLabel = "NAME=VALUE",
            converter = Assignment.Converter.class,
            description = "User metadata, without x-oss-meta-; repeatable.")
    private List<Assignment> metadata = List.of();

    @Option(
            names = "--tag",
            paramLabel = "KEY=VALUE",
            converter = Assignment.Converter.class,
            description = "Object tag; repeatable.")
    private List<Assignment> tags = List.of();

    @Option(
            names = "--storage-class",
            paramLabel = "CLASS",
            converter = NamedValues.StorageClasses.class,
            completionCandidates = NamedValues.StorageClasses.class,
            description = "Standard, IA, Archive, ColdArchive or DeepColdArchive; default in uploads: by the bucket.")
    private @Nullable StorageClass storageClass;

    @Option(
            names = "--acl",
            paramLabel = "ACL",
            converter = NamedValues.Acls.class,
            completionCandidates = NamedValues.Acls.class,
            description = "private, public-read, public-read-write or default.")
    private @Nullable ObjectAcl acl;

    /** Returns whether no option is given. */
    public boolean isEmpty() {
        return contentType == null
                && headers.isEmpty()
                && metadata.isEmpty()
                && tags.isEmpty()
                && storageClass == null
                && acl == null;
    }

    private Map<String, String> headers() {
        Map<String, String> standard = new TreeMap<>();
        checked("--header", headers, ObjectOptions::standardName)
                .forEach((name, value) -> standard.put(standardName(name), value));
        return standard;
    }

    private static String standardName(String name) {
        for (String standard : ObjectHeaders.STANDARD) {
            if (standard.equalsIgnoreCase(name) && !standard.equals("Content-Type")) {
                return standard;
            }
        }
        throw new UsageException(
                "--header must be Cache-Control, Content-Disposition, Content-Encoding, Content-Language or"
                        + " Expires, was " + name + "; see also --content-type and --meta");
    }

    private Map<String, String> metadata() {
        return checked("--meta", metadata, name -> name.toLowerCase(Locale.ROOT));
    }

    /** @param spelling one spelling for all that HTTP does not distinguish */
    private static Map<String, String> checked(
            String option, List<Assignment> assignments, UnaryOperator<String> spelling) {
        for (Assignment each : assignments) {
            if (!each.value().equals(each.value().trim())) {
                throw new UsageException("the value of " + option + " " + each.name()
                        + " begins or ends with a space, which HTTP removes: \"" + each.value() + "\"");
            }
        }
        return Assignment.toMap(option, assignments, spelling);
    }

    /**
     * Returns the tags by their keys.
     *
     * @throws UsageException if a key is repeated
     */
    public Map<String, String> tags() {
        return Assignment.toMap("--tag", tags, key -> key);
    }

    /**
     * Returns a text that is the same for the same options; empty if there are none.
     *
     * @throws UsageException if a name is repeated, or HTTP would change a value
     */
    public String description() {
        return isEmpty()
                ? ""
                : contentType + "\n" + headers() + "\n" + new TreeMap<>(metadata()) + "\n" + new TreeMap<>(tags())
                        + "\n" + storageClass + "\n" + acl;
    }

    /**
     * Sets the headers.
     *
     * @throws UsageException if a name is repeated, or HTTP would change a value
     * @throws IllegalArgumentException if OSS does not accept one of them
     */
    public void applyTo(ObjectHeaders.Builder<?> object) {
        object.headers(ObjectHeaders.of(headers()));
        if (contentType != null) {
            object.contentType(contentType);
        }
        for (Map.Entry<String, String> entry : metadata().entrySet()) {
            object.metadata(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, String> entry : tags().entrySet()) {
            object.tag(entry.getKey(), entry.getValue());
        }
        if (storageClass != null) {
            object.storageClass(storageClass);
        }
        if (acl != null) {
            object.acl(acl);
        }
    }
}
