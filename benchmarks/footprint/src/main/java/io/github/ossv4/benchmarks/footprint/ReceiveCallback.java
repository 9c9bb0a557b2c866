// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.ReceivedCallback;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Verifies and reads one callback with ossv4-core: the sample in OSS's documentation, signed by OSS. */
final class ReceiveCallback {
    private static final Map<String, String> HEADERS = Map.of(
            "Authorization",
            "kKQeGTRccDKyHB3H9vF+xYMSrmhMZjzzl2/kdD1ktNVgbWEfYTQG0G2SU/RaHBovRCE8OkQDjC3uG33esH2txA==",
            "x-oss-pub-key-url",
            "aHR0cDovL2dvc3NwdWJsaWMuYWxpY2RuLmNvbS9jYWxsYmFja19wdWJfa2V5X3YxLnBlbQ==");

    private ReceiveCallback() {}

    public static void main(String[] arguments) {
        byte[] body = "bucket=yonghu-test".getBytes(StandardCharsets.UTF_8);
        boolean genuine = CallbackVerifier.of(CallbackKeySource.pinned())
                .verify(ReceivedCallback.of("POST", "/index.php", "id=1&index=2", HEADERS::get, body))
                .isGenuine();
        if (!genuine) {
            throw new IllegalStateException("the callback must be genuine");
        }
        System.out.println(
                CallbackNotice.parse("application/x-www-form-urlencoded", body).value("bucket"));
    }
}
