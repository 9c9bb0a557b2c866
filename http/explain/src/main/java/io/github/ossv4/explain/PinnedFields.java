// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.sign.Authorization;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields on which a policy has conditions, by name in lower case. Not thread-safe. */
final class PinnedFields {
    private final Set<String> fields = new HashSet<>();
    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> prefixes = new HashMap<>();

    /** Adds a condition; reports two exact values that exclude each other. */
    void add(String mode, String field, List<String> values, Explanation.Builder explanation) {
        fields.add(field);
        if (mode.equals("starts-with")) {
            prefixes.put(field, values.get(0));
        }
        if (mode.equals("eq")) {
            String before = exact.put(field, values.get(0));
            if (before != null && !before.equals(values.get(0))) {
                explanation.problem("the policy requires two different values of " + field + ": no form can meet both");
            }
        }
    }

    boolean has(String field) {
        return fields.contains(field);
    }

    /** Returns the prefix that a field must have; null if its exact value or nothing is required. */
    @Nullable
    String prefix(String field) {
        return exact.containsKey(field) ? null : prefixes.get(field);
    }

    /** Checks the conditions that signature version 4 requires. */
    void check(Explanation.Builder explanation) {
        String missing = Stream.of(SignatureNames.SIGNATURE_VERSION, SignatureNames.CREDENTIAL, SignatureNames.DATE)
                .filter(field -> !exact.containsKey(field))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            explanation.problem(
                    "signature version 4 requires conditions with the exact values of the form; missing: " + missing);
        }
        String version = exact.get(SignatureNames.SIGNATURE_VERSION);
        if (version != null && !version.equals(SignatureNames.ALGORITHM)) {
            explanation.problem(
                    SignatureNames.SIGNATURE_VERSION + " must be " + SignatureNames.ALGORITHM + ", was " + version);
        }
        String credential = exact.get(SignatureNames.CREDENTIAL);
        if (credential != null) {
            checkCredential(credential, exact.get(SignatureNames.DATE), explanation);
        }
    }

    private void checkCredential(String credential, @Nullable String date, Explanation.Builder explanation) {
        Authorization parsed;
        try {
            parsed = Authorization.parse(SignatureNames.ALGORITHM + " Credential=" + credential + ",Signature=none");
        } catch (IllegalArgumentException e) {
            explanation.problem(SignatureNames.CREDENTIAL
                    + " must be <AccessKey ID>/<yyyyMMdd>/<region>/oss/aliyun_v4_request, was " + credential);
            return;
        }
        String region = parsed.region();
        if (region.startsWith("oss-") || region.endsWith("-internal")) {
            explanation.problem("the region in " + SignatureNames.CREDENTIAL
                    + " must be an id such as cn-hangzhou, without oss- and -internal, was " + region);
        }
        if (date != null && !date.startsWith(parsed.date() + "T")) {
            explanation.problem("the day in " + SignatureNames.CREDENTIAL + " must be that of " + SignatureNames.DATE
                    + ", was " + parsed.date() + " and " + date);
        }
        if (parsed.accessKeyId().startsWith("STS.") && !exact.containsKey(SignatureNames.SECURITY_TOKEN)) {
            explanation.problem("temporary credentials require a condition with the exact value of "
                    + SignatureNames.SECURITY_TOKEN);
        }
    }
}
