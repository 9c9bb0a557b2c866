// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the CORS rules of a bucket.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketcors">PutBucketCors</a>
 */
final class BucketCors {
    private static final String CORS = "cors";
    private static final String VARY = "ResponseVary";
    private static final int MAX_RULES = 10;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    static final OssOperation GET =
            OssOperation.onBucket("GetBucketCors", "GET").marker(CORS).responding(BucketCors::get);
    static final OssOperation PUT =
            OssOperation.onBucket("PutBucketCors", "PUT").marker(CORS).starting(BucketCors::put);
    static final OssOperation DELETE =
            OssOperation.onBucket("DeleteBucketCors", "DELETE").marker(CORS).responding(BucketCors::delete);

    private BucketCors() {}

    private static ServerResponse get(Call call) {
        List<OriginRule> rules = call.storedBucket().settings().cors();
        if (rules.isEmpty()) {
            throw OssError.NO_SUCH_CORS.with("BucketName", call.bucket());
        }
        String vary = call.storedBucket().settings().documents().getOrDefault(CORS, "false");
        return ServerResponse.of(200).document(document(rules).element(VARY, vary));
    }

    private static Execution put(Call call) {
        return DocumentExecution.ofSettings(call, root -> {
            List<OriginRule> rules = parse(root);
            String vary = root == null ? null : root.text(VARY);
            if (vary != null && !vary.equals("true") && !vary.equals("false")) {
                throw OssError.MALFORMED_XML.exception();
            }
            call.storedBucket().change(settings -> settings.withCors(rules).withDocument(CORS, vary));
            return ServerResponse.of(200);
        });
    }

    private static ServerResponse delete(Call call) {
        call.storedBucket().change(settings -> settings.withCors(List.of()).withDocument(CORS, null));
        return ServerResponse.of(204);
    }

    private static List<OriginRule> parse(@Nullable XmlElement root) {
        XmlElement cors = DocumentExecution.checked(
                root,
                "CORSConfiguration",
                element -> !element.children("CORSRule").isEmpty());
        List<OriginRule> rules =
                cors.children("CORSRule").stream().map(BucketCors::rule).toList();
        if (rules.size() > MAX_RULES) {
            throw OssError.CORS_RULE_BEYOND_LIMIT.saying("The CORS Rules num is beyond limit: " + MAX_RULES + ".");
        }
        return rules;
    }

    private static OriginRule rule(XmlElement element) {
        List<String> origins = texts(element, "AllowedOrigin");
        List<String> methods = texts(element, "AllowedMethod");
        List<String> headers = texts(element, "AllowedHeader").stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
        List<String> exposedHeaders = texts(element, "ExposeHeader");
        String maxAge = element.text("MaxAgeSeconds");
        if (maxAge != null && maxAge.startsWith("-")) {
            throw OssException.invalidArgument("The age must not be negative.", "MaxAgeSeconds", maxAge);
        }
        boolean isValid = !origins.isEmpty()
                && origins.stream().allMatch(OriginRule::isPattern)
                && !methods.isEmpty()
                && OriginRule.METHODS.containsAll(methods)
                && headers.stream().allMatch(OriginRule::isPattern)
                && exposedHeaders.stream().noneMatch(header -> header.isEmpty() || header.contains("*"))
                && (maxAge == null || SECONDS.matcher(maxAge).matches());
        if (!isValid) {
            throw OssError.MALFORMED_XML.exception();
        }
        Duration age = maxAge == null ? null : Duration.ofSeconds(Long.parseLong(maxAge));
        return new OriginRule(origins, methods, headers, exposedHeaders, age);
    }

    private static List<String> texts(XmlElement rule, String name) {
        return rule.children(name).stream().map(XmlElement::text).toList();
    }

    private static XmlDocument document(List<OriginRule> rules) {
        XmlDocument document = new XmlDocument("CORSConfiguration");
        for (OriginRule rule : rules) {
            document.open("CORSRule");
            rule.origins().forEach(origin -> document.element("AllowedOrigin", origin));
            rule.methods().forEach(method -> document.element("AllowedMethod", method));
            rule.headers().forEach(header -> document.element("AllowedHeader", header));
            rule.exposedHeaders().forEach(header -> document.element("ExposeHeader", header));
            document.element("MaxAgeSeconds", rule.maxAgeSeconds()).close();
        }
        return document;
    }
}
