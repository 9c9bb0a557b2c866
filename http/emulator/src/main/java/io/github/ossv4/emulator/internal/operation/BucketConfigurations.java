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
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
    private static final String STATUS = "HttpErrorCodeReturnedEquals";
    private static final String PASS_QUERY = "MirrorPassQueryString";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Set<String> NONE = Set.of("null", "{}");
    private static final Set<String> ALL_USERS = Set.of("null", "*", "[*]");
    private static final Set<String> BOOLEANS = Set.of("true", "false");

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
                    root -> isBoolean(root, "AllowEmptyReferer"),
                    root -> root.name().equals("RefererConfiguration")
                            ? Map.of(ALLOW_TRUNCATE, "true", TRUNCATE_PATH, "false")
                            : Map.of()));

    private static final BucketDocument ACCELERATION = new BucketDocument(
            "transferAcceleration",
            none(OssError.NO_SUCH_ACCELERATION),
            xml("TransferAccelerationConfiguration", root -> isBoolean(root, "Enabled"), root -> Map.of()));

    private static final BucketDocument PUBLIC_ACCESS_BLOCK = new BucketDocument(
            BucketSettings.PUBLIC_ACCESS_BLOCK,
            initially(new XmlDocument(BLOCK_CONFIGURATION).element(BLOCK, "false")),
            xml(
                    BLOCK_CONFIGURATION,
                    root -> root.children(BLOCK).isEmpty() || isBoolean(root, BLOCK),
                    defaults(BLOCK_CONFIGURATION, BLOCK, "false")));

    private static final BucketDocument WEBSITE = new BucketDocument(
            "website",
            none(OssError.NO_SUCH_WEBSITE),
            xml("WebsiteConfiguration", BucketConfigurations::isWebsite, BucketConfigurations::defaultsOfWebsite));

    private static final BucketDocument LOG_FIELDS = new BucketDocument(
            "userDefinedLogFieldsConfig",
            none(OssError.NO_SUCH_LOG_FIELDS),
            xml("UserDefinedLogFieldsConfiguration", any -> true, any -> Map.of()));

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
                    PUBLIC_ACCESS_BLOCK.operations("BucketPublicAccessBlock"))
            .flatMap(List::stream)
            .toList();

    private BucketConfigurations() {}

    private static Function<XmlElement, Map<String, String>> defaults(String parent, String name, String text) {
        return element -> element.name().equals(parent) ? Map.of(name, text) : Map.of();
    }

    private static boolean isBoolean(XmlElement parent, String name) {
        return BOOLEANS.contains(text(parent, name).toLowerCase(Locale.ROOT));
    }

    /** Returns whether the policy allows something without a condition to all users, as it does without a principal. */
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

    /** Checks that a policy is a JSON object with version 1 and statements, each with an effect. */
    private static String policy(byte[] body) {
        boolean valid = tree(body) instanceof Map<?, ?> policy
                && "1".equals(policy.get("Version"))
                && policy.get("Statement") instanceof List<?> statements
                && !statements.isEmpty()
                && statements.stream().allMatch(BucketConfigurations::isStatement);
        if (!valid) {
            String mistake = JsonMistake.of(new String(body, StandardCharsets.UTF_8));
            throw OssError.INVALID_POLICY.saying(mistake == null ? "The bucket policy is not valid." : mistake);
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isStatement(Object value) {
        return value instanceof Map<?, ?> statement
                && ("Allow".equals(statement.get("Effect")) || "Deny".equals(statement.get("Effect")));
    }

    private static XmlDocument noLogging() {
        return new XmlDocument("BucketLoggingStatus").open("LoggingEnabled").close();
    }

    /** Checks the document of logging, which turns logging off without {@code LoggingEnabled}. */
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

    private static boolean isWebsite(XmlElement root) {
        List<XmlElement> rules = root.children("RoutingRules");
        // With routing rules, the Go SDK v1 sends index and error documents without text.
        return rules.isEmpty()
                ? !root.children().isEmpty()
                        && root.children("IndexDocument").stream()
                                .noneMatch(index -> text(index, "Suffix").isEmpty())
                        && root.children("ErrorDocument").stream()
                                .noneMatch(error -> text(error, "Key").isEmpty())
                : rules.stream().flatMap(list -> list.children().stream()).allMatch(BucketConfigurations::isRule);
    }

    private static boolean isRule(XmlElement rule) {
        List<XmlElement> redirects = rule.children(REDIRECT);
        boolean isMirror = redirects.stream().anyMatch(BucketConfigurations::isMirror);
        for (XmlElement condition : rule.children("Condition")) {
            String status = text(condition, STATUS);
            if (isMirror && !status.isEmpty() && !status.equals("404")) {
                throw OssException.invalidArgument("The condition of a mirror must be 404.", STATUS, status);
            }
        }
        return redirects.size() == 1
                && NUMBER.matcher(text(rule, "RuleNumber")).matches()
                && !(isMirror && text(redirects.get(0), "MirrorURL").isEmpty());
    }

    private static boolean isMirror(XmlElement redirect) {
        return text(redirect, "RedirectType").equals("Mirror");
    }

    private static Map<String, String> defaultsOfWebsite(XmlElement element) {
        return switch (element.name()) {
            case "MirrorHeaders" -> Map.of("PassAll", "false");
            case REDIRECT ->
                isMirror(element)
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
