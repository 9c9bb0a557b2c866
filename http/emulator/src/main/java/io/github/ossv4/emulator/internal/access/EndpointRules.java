// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of OSS for its own domains. Names below localhost take the place of those below aliyuncs.com. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/access-buckets-via-custom-domain-names">Custom domains</a>
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/how-to-ensure-normal-access-to-files-with-apk-or-ipa-suffix">
 *     ApkDownloadForbidden</a>
 */
public record EndpointRules(Strictness strictness, ServedHosts hosts, String region) {
    private static final Set<String> PACKAGE_TYPES =
            Set.of("application/vnd.android.package-archive", "application/iphone");

    /** The region in the host of a bucket, what marks an internal endpoint, and the domain. */
    private static final Pattern REGION = Pattern.compile("[^.]+\\.(?=oss-|[^.]+\\.oss\\.)(?:oss-)?"
            + "([a-z]{2}-[a-z0-9-]+?)(-internal)?(?:\\.oss)?\\.(localhost|aliyuncs\\.com)(?::[0-9]*)?");

    /** The rules that apply. */
    public enum Strictness {
        /** No rule applies: objects are served at each host, also by path. */
        LENIENT,
        /** The rules for accounts that first used OSS before 2025-03-20. */
        LEGACY_ACCOUNT,
        /** All rules: objects in mainland China are served only at internal endpoints and at bound domains. */
        NEW_ACCOUNT
    }

    /**
     * Checks the host of a request before its signature.
     *
     * @param isOfObjects true for operations on objects and lists, false for settings of a bucket
     * @throws io.github.ossv4.emulator.internal.wire.OssException if OSS refuses it
     */
    public void check(ReceivedRequest request, boolean isOfObjects) {
        if (strictness == Strictness.LENIENT || request.resource().bucket() == null) {
            return;
        }
        ServedHosts.Kind kind = hosts.kind(request.host());
        if (kind == ServedHosts.Kind.PATH) {
            throw OssError.SECOND_LEVEL_DOMAIN_FORBIDDEN.exception();
        }
        if (kind == ServedHosts.Kind.OTHER) {
            // OSS has no such error: no client reaches it by this name.
            throw OssError.ACCESS_DENIED.saying("The emulator is strict and does not serve the host \"" + request.host()
                    + "\", which is neither an endpoint of OSS nor a bound domain.");
        }
        checkRegion(request);
        if (kind == ServedHosts.Kind.PUBLIC
                && strictness == Strictness.NEW_ACCOUNT
                && isOfObjects
                && isInMainlandChina()) {
            throw OssError.PUBLIC_ENDPOINT_FORBIDDEN.exception();
        }
    }

    private void checkRegion(ReceivedRequest request) {
        Matcher named = REGION.matcher(request.host().toLowerCase(Locale.ROOT));
        if (named.matches() && !named.group(1).equals(region)) {
            throw OssError.OTHER_ENDPOINT
                    .with("Bucket", String.valueOf(request.resource().bucket()))
                    .with("Endpoint", "oss-" + region + Objects.toString(named.group(2), "") + "." + named.group(3));
        }
    }

    private boolean isInMainlandChina() {
        return region.startsWith("cn-") && !region.equals("cn-hongkong");
    }

    /**
     * Returns whether browsers must save an object instead of showing it.
     *
     * @throws io.github.ossv4.emulator.internal.wire.OssException if OSS does not serve the object: an .apk or .ipa
     *     file
     */
    public boolean forcesDownload(ReceivedRequest request, String contentType) {
        ServedHosts.Kind kind = hosts.kind(request.host());
        if (strictness == Strictness.LENIENT
                || (kind != ServedHosts.Kind.PUBLIC && kind != ServedHosts.Kind.ACCELERATE)
                || request.header("authorization") != null) {
            return false;
        }
        String key = String.valueOf(request.resource().key()).toLowerCase(Locale.ROOT);
        if (key.endsWith(".apk") || key.endsWith(".ipa")) {
            throw OssError.PACKAGE_FORBIDDEN.exception();
        }
        if (PACKAGE_TYPES.contains(contentType)) {
            throw OssError.PACKAGE_TYPE_FORBIDDEN.exception();
        }
        return true;
    }
}
