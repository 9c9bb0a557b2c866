// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.store.Buckets;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.RequestHead;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CORS rules of the buckets. The first rule that allows a request applies. Thread-safe.
 *
 * @param buckets whose rules apply; other requests have the rules of a new bucket
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public record Cors(Buckets buckets) {
    private static final String METHOD = "access-control-request-method";
    private static final String HEADERS = "access-control-request-headers";
    private static final int MAX_ORIGIN = 200;

    /** Returns whether a request is a preflight request, which is never signed. */
    public static boolean isPreflight(ReceivedRequest request) {
        return request.method().equals("OPTIONS") && request.header("origin") != null && request.header(METHOD) != null;
    }

    /**
     * Returns the response to a preflight request.
     *
     * @throws OssException if no rule allows the announced request
     */
    public ServerResponse preflight(ReceivedRequest request) {
        List<OriginRule> rules = rules(request.resource().bucket());
        String origin = String.valueOf(request.header("origin"));
        String method = String.valueOf(request.header(METHOD));
        List<String> headers = parseNames(request.header(HEADERS));
        for (OriginRule rule : rules) {
            if (rule.allows(origin, method) && headers.stream().allMatch(rule::allowsHeader)) {
                return respond(rule, origin, headers);
            }
        }
        boolean isOfHeaders = rules.stream().anyMatch(rule -> rule.allows(origin, method));
        String shown = PrintableText.escape(origin, MAX_ORIGIN);
        request.head()
                .trace()
                .note(
                        isOfHeaders
                                ? "No CORS rule for the origin \"" + shown + "\" allows these headers of the request."
                                : refusal(method, shown));
        throw (rules.isEmpty() ? OssError.CORS_NOT_ENABLED : OssError.CORS_NOT_ALLOWED).exception();
    }

    /** Returns why a page is refused, and what its developer can do. */
    private static String refusal(String method, String origin) {
        String remedy = origin.equals("null")
                ? "A page that was opened as a file has this origin: serve it, for example by python3 -m http.server, and"
                        + " allow http://localhost:8000, or allow null: "
                : "If the web page is yours, allow it with ";
        return "No CORS rule allows " + PrintableText.escape(method, MAX_ORIGIN) + " for the origin \"" + origin
                + "\". " + remedy + "--cors-origin " + origin + " or Emulator.Builder.cors(\"" + origin + "\").";
    }

    private static List<String> parseNames(@Nullable String list) {
        return Arrays.stream((list == null ? "" : list).split(",", -1))
                .map(String::trim)
                .filter(name -> !name.isBlank())
                .toList();
    }

    private static ServerResponse respond(OriginRule rule, String origin, List<String> headers) {
        ServerResponse response =
                ServerResponse.of(200).header("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
        if (!headers.isEmpty()) {
            response.header("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        response.header("Access-Control-Max-Age", rule.maxAgeSeconds());
        describe(rule, origin, response);
        return response;
    }

    /**
     * Checks that a request does not come from a web page of another origin, unless a rule allows it. OSS executes such
     * a request and relies on the browser to hide the response from the page.
     *
     * @throws OssException if no rule allows the origin and method
     */
    public void check(ReceivedRequest request) {
        String origin = request.header("origin");
        if (origin == null || origin.equals(request.head().scheme() + "://" + request.host())) {
            return;
        }
        if (rules(request.resource().bucket()).stream().noneMatch(rule -> rule.allows(origin, request.method()))) {
            throw OssError.CORS_NOT_ALLOWED.saying(refusal(request.method(), origin)
                    + " OSS would execute the request, and the browser would hide the response.");
        }
    }

    private List<OriginRule> rules(@Nullable String bucket) {
        return buckets.settings(bucket).cors();
    }

    /**
     * Adds the headers that let the page read a response, if a rule allows it.
     *
     * @param bucket the bucket of the request, or null
     */
    public void describe(RequestHead head, @Nullable String bucket, ServerResponse response) {
        String origin = head.origin();
        if (origin != null) {
            rules(bucket).stream()
                    .filter(rule -> rule.allows(origin, head.method()))
                    .findFirst()
                    .ifPresent(rule -> describe(rule, origin, response));
        }
    }

    private static void describe(OriginRule rule, String origin, ServerResponse response) {
        response.header("access-control-allow-origin", rule.allowedOrigin(origin));
        if (!rule.exposedHeaders().isEmpty()) {
            response.header("access-control-expose-headers", String.join(", ", rule.exposedHeaders()));
        }
        response.header("vary", "origin");
    }
}
