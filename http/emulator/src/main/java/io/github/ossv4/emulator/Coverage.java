// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.Map;
import java.util.Set;

/** What of OSS is emulated. The rest is refused by name: a test must not pass because something was overlooked. */
final class Coverage {
    /** The parameter that makes HEAD a GetObjectMeta. */
    static final String OBJECT_META = "objectMeta";

    private static final Set<String> METHODS = Set.of("PUT", "GET", "HEAD", "DELETE");
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            "PUT", Set.of("callback", "callback-var"),
            "HEAD", Set.of(OBJECT_META));
    private static final Set<String> HEADERS_OF_ALL =
            Set.of("x-oss-content-sha256", "x-oss-date", "x-oss-security-token", "x-oss-user-agent");
    private static final Map<String, Set<String>> HEADERS = Map.of(
            "PUT", Set.of("x-oss-callback", "x-oss-callback-var", "x-oss-forbid-overwrite", "x-oss-storage-class"),
            "GET", Set.of("x-oss-range-behavior"));
    private static final Set<String> CONDITIONS =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range");

    private Coverage() {}

    /** @throws Refusal if a request asks for something that is not emulated */
    static void check(ReceivedRequest request) {
        String method = request.method();
        if (request.resource().key() == null) {
            throw Refusal.notImplemented(method + " on a bucket or on the service");
        }
        if (!METHODS.contains(method)) {
            throw Refusal.notImplemented(method + " on an object");
        }
        for (String parameter : request.query().keySet()) {
            if (!PARAMETERS.getOrDefault(method, Set.of()).contains(parameter)) {
                throw Refusal.notImplemented("the query parameter " + parameter + " of " + method);
            }
        }
        for (String header : request.headerNames()) {
            if (CONDITIONS.contains(header) || (header.startsWith("x-oss-") && !isEmulated(method, header))) {
                throw Refusal.notImplemented("the header " + header + " of " + method);
            }
        }
    }

    private static boolean isEmulated(String method, String header) {
        return HEADERS_OF_ALL.contains(header)
                || HEADERS.getOrDefault(method, Set.of()).contains(header)
                || (method.equals("PUT") && header.startsWith(ObjectMetadata.USER_PREFIX));
    }
}
