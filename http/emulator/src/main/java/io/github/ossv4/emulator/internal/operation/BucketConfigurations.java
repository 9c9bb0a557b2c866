// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static io.github.ossv4.emulator.internal.operation.BucketDocument.initially;
import static io.github.ossv4.emulator.internal.operation.BucketDocument.none;
import static io.github.ossv4.emulator.internal.operation.BucketDocument.text;
import static io.github.ossv4.emulator.internal.operation.BucketDocument.xml;

import io.github.ossv4.emulator.internal.json.JsonMistake;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations on settings of buckets that are checked, kept and returned as documents.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/list-of-operations-by-function">Operations</a>
 */
final class BucketConfigurations {
    private static final int MAX_POLICY_VALUES = 10_000;
    private static final String ALLOW_TRUNCATE = "AllowTruncateQueryString";
    private static final String TRUNCATE_PATH = "TruncatePath";
    private static final String BLOCK_CONFIGURATION = "PublicAccessBlockConfiguration";
    private static final String BLOCK = "BlockPublicAccess";
    private static final String REDIRECT = "Redirect";
    private static final String PASS_QUERY = "MirrorPassQueryString";
    private static final Set<String> NONE = Set.of("null", "{}");
    private static final Set<String> ALL_USERS = Set.of("null", "*", "[*]");
    private static final Set<String> STATUSES = Set.of("Enabled", "Disabled");

    /** The actions of lifecycle rules, of which each rule must have one. */
    private static final Set<String> ACTIONS = Set.of(
            "Expiration",
            "Transition",
            "AbortMultipartUpload",
            "NoncurrentVersionExpiration",
            "NoncurrentVersionTransition");

    /** The keys and values of tags in lifecycle rules. */
    private static final Pattern TAG_TEXTS = Pattern.compile("[\\p{L}\\p{N} +=._:/-]*");

    private static final BucketDocument POLICY =
            new BucketDocument("policy", none(OssError.NO_SUCH_POLICY), (call, body) -> policy(body));

    private static final BucketDocument ENCRYPTION = new BucketDocument(
            Encryption.PARAMETER,
            none(OssError.NO_SUCH_ENCRYPTION),
            xml((call, root) -> Encryption.parse(root).document()));

    private static final BucketDocument LOGGING =
            new BucketDocument("logging", initially(noLogging()), xml(BucketConfigurations::logging));

    private static final BucketDocument REFERER = new BucketDocument(
            "referer",
            initially(new XmlDocument("RefererConfiguration")
                    .element("AllowEmptyReferer", "true")
                    .element(ALLOW_TRUNCATE, "true")
                    .element(TRUNCATE_PATH, "false")
                    .element("RefererList", "")),
            xml(
                    "RefererConfiguration",
                    root -> root.name().equals("RefererConfiguration")
                            ? Map.of(ALLOW_TRUNCATE, "true", TRUNCATE_PATH, "false")
                            : Map.of()));

    private static final BucketDocument ACCELERATION = new BucketDocument(
            "transferAcceleration",
            none(OssError.NO_SUCH_ACCELERATION),
            xml("TransferAccelerationConfiguration", root -> Map.of()));

    private static final BucketDocument PUBLIC_ACCESS_BLOCK = new BucketDocument(
            BucketSettings.PUBLIC_ACCESS_BLOCK,
            initially(new XmlDocument(BLOCK_CONFIGURATION).element(BLOCK, "false")),
            xml(BLOCK_CONFIGURATION, defaults(BLOCK_CONFIGURATION, BLOCK, "false")));

    private static final BucketDocument WEBSITE = new BucketDocument(
            "website",
            none(OssError.NO_SUCH_WEBSITE),
            xml("WebsiteConfiguration", BucketConfigurations::defaultsOfWebsite));

    private static final BucketDocument LOG_FIELDS = new BucketDocument(
            "userDefinedLogFieldsConfig",
            none(OssError.NO_SUCH_LOG_FIELDS),
            xml("UserDefinedLogFieldsConfiguration", any -> Map.of()));

    private static final BucketDocument LIFECYCLE =
            new BucketDocument("lifecycle", none(OssError.NO_SUCH_LIFECYCLE), xml((call, root) -> lifecycle(root)));

    static final List<OssOperation> OPERATIONS = Stream.of(
                    BucketTags.OPERATIONS,
                    POLICY.operations("BucketPolicy"),
                    List.of(OssOperation.onBucket("GetBucketPolicyStatus", "GET")
                            .marker("policyStatus")
                            .responding(BucketConfigurations::policyStatus)),
                    ENCRYPTION.operations("BucketEncryption"),
                    LOGGING.operations("BucketLogging"),
                    LOG_FIELDS.operations("UserDefinedLogFieldsConfig"),
                    WEBSITE.operations("BucketWebsite"),
                    List.of(REFERER.get("GetBucketReferer"), REFERER.put("PutBucketReferer")),
                    ACCELERATION.operations("BucketTransferAcceleration"),
                    PUBLIC_ACCESS_BLOCK.operations("BucketPublicAccessBlock"),
                    List.of(
                            LIFECYCLE.get("GetBucketLifecycle"),
                            LIFECYCLE.put("PutBucketLifecycle", "x-oss-allow-same-action-overlap"),
                            LIFECYCLE.delete("DeleteBucketLifecycle")))
            .flatMap(List::stream)
            .toList();

    private BucketConfigurations() {}

    private static Function<XmlElement, Map<String, String>> defaults(String parent, String name, String text) {
        return element -> element.name().equals(parent) ? Map.of(name, text) : Map.of();
    }

    /** Responds whether the policy is public: a statement without a condition allows something to all users. */
    private static ServerResponse policyStatus(Call call) {
        String policy = call.settings().documents().get(POLICY.parameter());
        boolean isPublic = policy != null
                && tree(policy.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> tree
                && tree.get("Statement") instanceof List<?> statements
                && statements.stream()
                        .anyMatch(each -> each instanceof Map<?, ?> statement
                                && "Allow".equals(statement.get("Effect"))
                                && NONE.contains(String.valueOf(statement.get("Condition")))
                                && ALL_USERS.contains(String.valueOf(statement.get("Principal"))));
        return ServerResponse.of(200)
                .document(new XmlDocument("PolicyStatus").element("IsPublic", Boolean.toString(isPublic)));
    }

    /** Returns the tree of a JSON document, or null if it is malformed. */
    private static @Nullable Object tree(byte[] json) {
        try {
            return JsonTree.parse(json, 0, MAX_POLICY_VALUES);
        } catch (IOException e) {
            return null;
        }
    }

    /** Checks that a policy is a JSON object of version 1. */
    private static String policy(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!(tree(body) instanceof Map<?, ?> policy) || !"1".equals(policy.get("Version"))) {
            String mistake = JsonMistake.of(text);
            throw OssError.INVALID_POLICY.saying(mistake == null ? "The bucket policy is not valid." : mistake);
        }
        return text;
    }

    private static XmlDocument noLogging() {
        return new XmlDocument("BucketLoggingStatus").open("LoggingEnabled").close();
    }

    /** Checks the document of logging. Without {@code LoggingEnabled} it turns logging off. */
    private static XmlDocument logging(Call call, @Nullable XmlElement root) {
        XmlElement status = DocumentExecution.checked(root, "BucketLoggingStatus", any -> true);
        List<XmlElement> enabled = status.children("LoggingEnabled");
        if (!enabled.stream().allMatch(target -> call.services().buckets().contains(text(target, "TargetBucket")))) {
            throw OssError.INVALID_LOGGING_TARGET.exception();
        }
        return enabled.isEmpty()
                ? noLogging()
                : XmlDocument.copyOf(status, defaults("LoggingEnabled", "TargetPrefix", ""));
    }

    private static XmlDocument lifecycle(@Nullable XmlElement root) {
        XmlElement rules = DocumentExecution.checked(root, "LifecycleConfiguration", BucketConfigurations::isLifecycle);
        rules.children().forEach(LifecycleTimes::check);
        return XmlDocument.copyOf(
                rules,
                rule -> rule.name().equals("Rule")
                        ? Map.of("ID", UUID.randomUUID().toString())
                        : Map.of());
    }

    private static boolean isLifecycle(XmlElement root) {
        return !root.children().isEmpty() && root.children().stream().allMatch(BucketConfigurations::isRule);
    }

    private static boolean isRule(XmlElement rule) {
        return rule.name().equals("Rule")
                && STATUSES.contains(text(rule, "Status"))
                && rule.children().stream().anyMatch(action -> ACTIONS.contains(action.name()))
                && hasValidTags(rule.children("Tag"));
    }

    private static boolean hasValidTags(List<XmlElement> tags) {
        return tags.stream().map(tag -> text(tag, "Key")).distinct().count() == tags.size()
                && tags.stream()
                        .map(tag -> text(tag, "Key") + text(tag, "Value"))
                        .allMatch(texts -> TAG_TEXTS.matcher(texts).matches());
    }

    private static Map<String, String> defaultsOfWebsite(XmlElement element) {
        return switch (element.name()) {
            case "MirrorHeaders" -> Map.of("PassAll", "false");
            case REDIRECT ->
                text(element, "RedirectType").equals("Mirror")
                        ? Map.of(
                                "MirrorCheckMd5",
                                "false",
                                "MirrorFollowRedirect",
                                "true",
                                "MirrorPassOriginalSlashes",
                                "false",
                                PASS_QUERY,
                                "false",
                                "PassQueryString",
                                Boolean.toString(text(element, PASS_QUERY).equalsIgnoreCase("true")))
                        : Map.of("RedirectType", "External", "PassQueryString", "false");
            default -> Map.of();
        };
    }
}
