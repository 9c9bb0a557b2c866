// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.RequestTrace;
import io.github.ossv4.internal.canonical.SignatureNames;
import io.github.ossv4.sign.Authorization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The V4 signature in the fields of a form. It covers the policy in Base64.
 *
 * @param token the security token, or null
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/signature-version-4-recommend">V4 signature in a
 *     form</a>
 */
record FormSignature(
        Authorization authorization,
        RequestTime time,
        String policy,
        @Nullable String token) {
    private static final List<String> OF_OTHER_VERSIONS = List.of("Signature", "OSSAccessKeyId", "x-oss-access-key-id");
    private static final Duration MAX_VALIDITY = Duration.ofDays(7);

    /** The fields that a policy must pin with {@code eq} if the form has them. */
    static final List<String> PINNED = List.of(
            SignatureNames.SIGNATURE_VERSION,
            SignatureNames.CREDENTIAL,
            SignatureNames.DATE,
            SignatureNames.SECURITY_TOKEN);

    /** Returns whether a form has neither a policy nor a signature of any version. */
    static boolean isMissing(PostForm form) {
        return form.filled(PostForm.POLICY) == null
                && form.filled(SignatureNames.SIGNATURE) == null
                && form.filled(SignatureNames.SIGNATURE_VERSION) == null
                && OF_OTHER_VERSIONS.stream().allMatch(name -> form.filled(name) == null);
    }

    /**
     * Returns the signature of a form.
     *
     * @param acceptsV1 whether the emulator accepts signatures of version 1, which this one is not
     * @throws OssException if a field is missing or malformed
     */
    static FormSignature of(PostForm form, boolean acceptsV1) {
        String version = form.filled(SignatureNames.SIGNATURE_VERSION);
        if (version == null || version.equals("OSS2")) {
            String other = acceptsV1
                    ? "forms without OSSAccessKeyId and Signature, the fields of a V1 signature"
                    : "forms with V1 signatures, unless it is started with --accept-v1";
            throw OssException.notImplemented((version == null ? other : "forms with V2 signatures (OSS2)")
                    + ". A V4 signature needs the field "
                    + SignatureNames.SIGNATURE_VERSION + " with the value " + SignatureNames.ALGORITHM);
        }
        if (!version.equals(SignatureNames.ALGORITHM)) {
            throw OssException.invalidArgument(
                    "0002-00000701", "The signature version is invalid.", SignatureNames.SIGNATURE_VERSION, version);
        }
        String policy = required(form, PostForm.POLICY, "0002-00000702");
        String signature = required(
                form,
                SignatureNames.SIGNATURE,
                form.field(SignatureNames.SIGNATURE) == null ? "0002-00000703" : "0002-00000704");
        String credential = required(form, SignatureNames.CREDENTIAL, "0002-00000710");
        String date = required(form, SignatureNames.DATE, null);
        RequestTime time = RequestTime.basic(date);
        if (time == null) {
            throw OssException.invalidArgument(
                    "The field " + SignatureNames.DATE + " is invalid.", SignatureNames.DATE, date);
        }
        return new FormSignature(
                authorization(credential, signature), time, policy, form.filled(SignatureNames.SECURITY_TOKEN));
    }

    private static String required(PostForm form, String name, @Nullable String ec) {
        String value = form.filled(name);
        if (value == null) {
            throw OssException.invalidArgument(ec, "The field " + name + " is missing.", name, "");
        }
        return value;
    }

    private static Authorization authorization(String credential, String signature) {
        try {
            return Authorization.parse(
                    SignatureNames.ALGORITHM + " Credential=" + credential + ",Signature=" + signature);
        } catch (IllegalArgumentException e) {
            throw OssException.invalidArgument(
                    "0002-00000710",
                    "The credential is not <AccessKeyId>/<yyyyMMdd>/<region>/<product>/aliyun_v4_request.",
                    SignatureNames.CREDENTIAL,
                    credential);
        }
    }

    /** Throws if the credential is for another region, product or day. */
    void checkScope(String region, String product, RequestTrace trace) {
        String credential = authorization.accessKeyId() + "/" + authorization.scope();
        if (!authorization.region().equals(region)) {
            trace.mistake(() -> ScopeMistake.REGION.of(authorization.region(), region));
            throw OssException.invalidArgument(
                    "Invalid signing region in credential.", SignatureNames.CREDENTIAL, credential);
        }
        if (!authorization.product().equals(product)) {
            trace.mistake(() -> ScopeMistake.PRODUCT.of(authorization.product(), product));
            throw OssException.invalidArgument(
                    "Invalid signing product in credential.", SignatureNames.CREDENTIAL, credential);
        }
        if (!authorization.date().equals(time.day())) {
            trace.mistake(() -> ScopeMistake.DATE.of(authorization.date(), time.day()));
            throw OssException.invalidArgument(
                    "0002-00000709", "Invalid signing date in credential.", SignatureNames.CREDENTIAL, credential);
        }
    }

    /** Throws if the signature is not yet valid at {@code now}, or has expired. */
    void checkTime(Instant now) {
        time.checkValidity(MAX_VALIDITY, now);
    }
}
