// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operations on settings of buckets that are checked, kept and returned, without effect.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/list-of-operations-by-function">Operations</a>
 */
final class BucketConfigurations {
    private static final String DEFAULT_ENCRYPTION = "ApplyServerSideEncryptionByDefault";
    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_KEY = 64;
    private static final int MAX_TAG_VALUE = 128;
    private static final int MAX_POLICY_VALUES = 10_000;
    private static final String ALLOW_TRUNCATE = "AllowTruncateQueryString";
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final Set<String> ALGORITHMS = Set.of("AES256", "KMS", "SM4");

    private static final BucketDocument TAGS = new BucketDocument(
            "tagging",
            BucketDocument.Initial.document(
                    new XmlDocument("Tagging").open("TagSet").close()),
            BucketDocument.Reader.ofXml(BucketConfigurations::tags));

    private static final BucketDocument POLICY = new BucketDocument(
            "policy", BucketDocument.Initial.none(OssError.NO_SUCH_POLICY), (call, body) -> policy(body));

    static final BucketDocument ENCRYPTION = new BucketDocument(
            "encryption",
            BucketDocument.Initial.none(OssError.NO_SUCH_ENCRYPTION),
            BucketDocument.Reader.ofXml(BucketConfigurations::encryption));

    private static final BucketDocument LOGGING =
            new BucketDocument("logging", BucketDocument.Initial.document(noLogging()), BucketConfigurations::logging);

    private static final BucketDocument WEBSITE = new BucketDocument(
            "website",
            BucketDocument.Initial.none(OssError.NO_SUCH_WEBSITE),
            ofRoot("WebsiteConfiguration", BucketConfigurations::isWebsite));

    private static final BucketDocument REFERER = new BucketDocument(
            "referer",
            BucketDocument.Initial.document(new XmlDocument("RefererConfiguration")
                    .element("AllowEmptyReferer", "true")
                    .element(ALLOW_TRUNCATE, "true")
                    .open("RefererList")
                    .close()),
            BucketDocument.Reader.ofXml(BucketConfigurations::referer));

    private static final BucketDocument ACCELERATION = new BucketDocument(
            "transferAcceleration",
            BucketDocument.Initial.none(OssError.NO_SUCH_ACCELERATION),
            ofRoot("TransferAccelerationConfiguration", root -> isBoolean(root, "Enabled")));

    static final List<OssOperation> OPERATIONS = List.of(
            TAGS.get("GetBucketTags"),
            TAGS.put("PutBucketTags"),
            OssOperation.onBucket("DeleteBucketTags", "DELETE")
                    .marker(TAGS.parameter())
                    .responding(BucketConfigurations::deleteTags),
            POLICY.get("GetBucketPolicy"),
            POLICY.put("PutBucketPolicy"),
            POLICY.delete("DeleteBucketPolicy"),
            ENCRYPTION.get("GetBucketEncryption"),
            ENCRYPTION.put("PutBucketEncryption"),
            ENCRYPTION.delete("DeleteBucketEncryption"),
            LOGGING.get("GetBucketLogging"),
            LOGGING.put("PutBucketLogging"),
            LOGGING.delete("DeleteBucketLogging"),
            WEBSITE.get("GetBucketWebsite"),
            WEBSITE.put("PutBucketWebsite"),
            WEBSITE.delete("DeleteBucketWebsite"),
            REFERER.get("GetBucketReferer"),
            REFERER.put("PutBucketReferer"),
            ACCELERATION.get("GetBucketTransferAcceleration"),
            ACCELERATION.put("PutBucketTransferAcceleration"),
            ACCELERATION.delete("DeleteBucketTransferAcceleration"));

    private BucketConfigurations() {}

    private static BucketDocument.Reader ofRoot(String name, Predicate<XmlElement> isValid) {
        return BucketDocument.Reader.ofXml(root -> copyOf(checked(root, name, isValid)));
    }

    /**
     * Returns the root of a document.
     *
     * @param root null if the document is not well-formed
     * @throws OssException if the document has another root or is invalid
     */
    private static XmlElement checked(@Nullable XmlElement root, String name, Predicate<XmlElement> isValid) {
        if (root == null || !root.name().equals(name) || !isValid.test(root)) {
            throw OssError.MALFORMED_XML.exception();
        }
        return root;
    }

    private static XmlDocument copyOf(XmlElement root) {
        XmlDocument document = new XmlDocument(root.name());
        root.children().forEach(document::element);
        return document;
    }

    private static boolean isBoolean(XmlElement parent, String name) {
        return BOOLEANS.contains(String.valueOf(parent.text(name)));
    }

    private static XmlDocument tags(@Nullable XmlElement root) {
        XmlElement tagging =
                checked(root, "Tagging", element -> !element.children("TagSet").isEmpty());
        List<XmlElement> tags = tagging.children("TagSet").stream()
                .flatMap(set -> set.children("Tag").stream())
                .toList();
        if (tags.size() > MAX_TAGS) {
            throw OssError.TOO_MANY_TAGS.saying("Bucket tags cannot be greater than " + MAX_TAGS + ".");
        }
        Set<String> keys = new HashSet<>();
        for (XmlElement tag : tags) {
            String key = tag.text("Key");
            String value = tag.text("Value");
            if (key == null || key.isEmpty() || key.length() > MAX_TAG_KEY) {
                throw OssError.INVALID_TAG.exception();
            }
            if (value != null && value.length() > MAX_TAG_VALUE) {
                throw OssError.INVALID_TAG.exception();
            }
            if (!keys.add(key)) {
                throw OssError.DUPLICATE_TAG.exception();
            }
        }
        return copyOf(tagging);
    }

    /** Deletes all tags, or those whose keys are the value of the parameter, separated by commas. */
    private static ServerResponse deleteTags(Call call) {
        String keys = call.parameter(TAGS.parameter());
        XmlElement root = TAGS.root(call);
        if (keys == null || keys.isEmpty() || root == null) {
            TAGS.change(call, null);
            return ServerResponse.of(204);
        }
        Set<String> deleted = Set.copyOf(List.of(keys.split(",", -1)));
        XmlDocument rest = new XmlDocument("Tagging").open("TagSet");
        root.children("TagSet").stream()
                .flatMap(set -> set.children("Tag").stream())
                .filter(tag -> !deleted.contains(String.valueOf(tag.text("Key"))))
                .forEach(rest::element);
        TAGS.change(call, BucketDocument.text(rest));
        return ServerResponse.of(204);
    }

    /** Checks that a policy is a JSON object with version 1 and statements, each with an effect. */
    private static String policy(byte[] body) {
        Object tree;
        try {
            tree = JsonTree.parse(body, 0, MAX_POLICY_VALUES);
        } catch (IOException e) {
            throw OssError.INVALID_POLICY.saying("The bucket policy is not valid.");
        }
        boolean valid = tree instanceof Map<?, ?> policy
                && "1".equals(policy.get("Version"))
                && policy.get("Statement") instanceof List<?> statements
                && !statements.isEmpty()
                && statements.stream().allMatch(BucketConfigurations::isStatement);
        if (!valid) {
            throw OssError.INVALID_POLICY.saying("The bucket policy is not valid.");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isStatement(Object value) {
        return value instanceof Map<?, ?> statement
                && ("Allow".equals(statement.get("Effect")) || "Deny".equals(statement.get("Effect")));
    }

    private static XmlDocument encryption(@Nullable XmlElement root) {
        XmlElement rule = checked(root, "ServerSideEncryptionRule", BucketConfigurations::isEncryption);
        XmlDocument document = new XmlDocument(rule.name()).open(DEFAULT_ENCRYPTION);
        rule.children(DEFAULT_ENCRYPTION).get(0).children().stream()
                .filter(child -> isNotEmpty(child.text()))
                .forEach(document::element);
        return document;
    }

    private static XmlDocument referer(@Nullable XmlElement root) {
        XmlElement referer = checked(root, "RefererConfiguration", element -> isBoolean(element, "AllowEmptyReferer"));
        XmlDocument document = copyOf(referer);
        return isNotEmpty(referer.text(ALLOW_TRUNCATE)) ? document : document.element(ALLOW_TRUNCATE, "true");
    }

    private static boolean isEncryption(XmlElement root) {
        List<XmlElement> defaults = root.children(DEFAULT_ENCRYPTION);
        if (defaults.size() != 1) {
            return false;
        }
        String algorithm = String.valueOf(defaults.get(0).text("SSEAlgorithm"));
        return ALGORITHMS.contains(algorithm)
                && (algorithm.equals("KMS") || !isNotEmpty(defaults.get(0).text("KMSMasterKeyID")));
    }

    private static boolean isWebsite(XmlElement root) {
        // With routing rules, the Go SDK v1 sends index and error documents without text.
        return !root.children("RoutingRules").isEmpty()
                || (!root.children().isEmpty()
                        && root.children("IndexDocument").stream().allMatch(index -> isNotEmpty(index.text("Suffix")))
                        && root.children("ErrorDocument").stream().allMatch(error -> isNotEmpty(error.text("Key"))));
    }

    private static boolean isNotEmpty(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static XmlDocument noLogging() {
        return new XmlDocument("BucketLoggingStatus").open("LoggingEnabled").close();
    }

    /** Checks the document of logging, which turns logging off without {@code LoggingEnabled}. */
    private static String logging(Call call, byte[] body) {
        return BucketDocument.Reader.ofXml(root -> {
                    XmlElement status = checked(root, "BucketLoggingStatus", element -> true);
                    List<XmlElement> enabled = status.children("LoggingEnabled");
                    if (!enabled.stream()
                            .allMatch(target ->
                                    call.services().buckets().contains(String.valueOf(target.text("TargetBucket"))))) {
                        throw OssError.INVALID_LOGGING_TARGET.exception();
                    }
                    return enabled.isEmpty() ? noLogging() : copyOf(status);
                })
                .read(call, body);
    }
}
