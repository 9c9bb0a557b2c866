// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.samples.CoreUpload;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.Signer;
import java.io.IOException;
import java.nio.file.Path;

/** Uploads a file with a callback, with ossv4-core and the JDK alone. */
final class PutByCore {
    private PutByCore() {}

    /** Uploads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        Signer signer = Signer.of(Credentials.of("id", "secret"), "cn-hangzhou");
        Callback callback = Callback.builder("https://app.example.com/uploaded")
                .jsonBody("{\"object\":${object},\"size\":${size}}")
                .build();
        System.out.println(CoreUpload.put(
                arguments[0] + "/examplebucket", "examplebucket", signer, "large", Path.of(arguments[1]), callback));
    }
}
