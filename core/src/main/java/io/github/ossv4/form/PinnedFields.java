// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.form;

import io.github.ossv4.explanation.Explanation;
import io.github.ossv4.sign.Authorization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields on which a policy has conditions, by name in lower case. Not thread-safe. */
final class PinnedFields {
    private static final String ALGORITHM = "OSS4-HMAC-SHA256";
    private static final String VERSION = "x-oss-signature-version";
    private static final String CREDENTIAL = "x-oss-credential";
    private static final String DATE = "x-oss-date";
    private static final String TOKEN = "x-oss-security-token";

    private final Set<String> fields = new HashSet<>();
    private final Map<String, String> exact = new HashMap<>();
    private final Map<String, String> prefixes = new HashMap<>();

    /** Adds a condition; reports two exact values that exclude each other. */
    void add(String mode, String field, List<String> values, Explanation explanation) {
        fields.add(field);
        if (mode.equals("starts-with")) {
            prefixes.put(field, values.get(0));
        }
        if (mode.equals("eq")) {
            String before = exact.put(field, values.get(0));
            if (before != null && !before.equals(values.get(0))) {
                explanation.problem(
                        "the policy requires two different values of " + field + ": no form can meet both", null);
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
    void check(Explanation explanation) {
        List<String> missing = new ArrayList<>();
        for (String field : new String[] {VERSION, CREDENTIAL, DATE}) {
            if (!exact.containsKey(field)) {
                missing.add(field);
            }
        }
        if (!missing.isEmpty()) {
            explanation.problem(
                    "signature version 4 requires conditions with the exact values of the form; missing: "
                            + String.join(", ", missing),
                    null);
        }
        String version = exact.get(VERSION);
        if (version != null && !version.equals(ALGORITHM)) {
            explanation.problem(VERSION + " must be " + ALGORITHM + ", was " + version, null);
        }
        String credential = exact.get(CREDENTIAL);
        if (credential != null) {
            checkCredential(credential, exact.get(DATE), explanation);
        }
    }

    private void checkCredential(String credential, @Nullable String date, Explanation explanation) {
        Authorization parsed;
        try {
            parsed = Authorization.parse(ALGORITHM + " Credential=" + credential + ",Signature=none");
        } catch (IllegalArgumentException e) {
            explanation.problem(
                    CREDENTIAL + " must be <AccessKey ID>/<yyyyMMdd>/<region>/oss/aliyun_v4_request, was " + credential,
                    null);
            return;
        }
        String region = parsed.scope().region();
        if (region.startsWith("oss-") || region.endsWith("-internal")) {
            explanation.problem(
                    "the region in " + CREDENTIAL
                            + " must be an id such as cn-hangzhou, without oss- and -internal, was " + region,
                    null);
        }
        if (date != null && !date.startsWith(parsed.scope().date() + "T")) {
            explanation.problem(
                    "the day in " + CREDENTIAL + " must be that of " + DATE + ", was "
                            + parsed.scope().date() + " and " + date,
                    null);
        }
        if (parsed.accessKeyId().startsWith("STS.") && !exact.containsKey(TOKEN)) {
            explanation.problem("temporary credentials require a condition with the exact value of " + TOKEN, null);
        }
    }
}
