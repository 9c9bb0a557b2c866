// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackVariable;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A put with callback, a multipart upload and a download. Arguments: the endpoint and the URL of the callback. */
public final class Uploads {
    private static final int PART = 100 * 1024;

    private Uploads() {}

    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        BucketClient.Builder builder = BucketClient.builder(args[0], "examplebucket").region("cn-hangzhou");
        try (BucketClient bucket = builder.credentials(CredentialsSource.of(Credentials.of("id", "secret"))).build()) {
            run(bucket, args[1]);
        }
        System.out.println("total time: " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    static void run(BucketClient bucket, String callbackUrl) throws Exception {
        Callback callback = Callback.builder(callbackUrl)
                .body(CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT, CallbackVariable.SIZE))
                .build();
        PutResult put = bucket.put(
                "my cat+猫.txt",
                Body.of("hello".getBytes(StandardCharsets.UTF_8)),
                PutOptions.builder().callback(callback).build());
        System.out.println("put: CRC64 checked " + put.isCrcChecked() + ", callback response "
                + put.callbackResponse().utf8());

        byte[] bytes = new byte[3 * PART + 1];
        new Random(1).nextBytes(bytes);
        Path source = Files.createTempFile("ossv4", ".bin");
        Path target = Files.createTempFile("ossv4", ".copy");
        try {
            Files.write(source, bytes);
            Files.delete(target);
            boolean checked = bucket.upload(
                            "big.bin", source, UploadOptions.builder().partSize(PART).build())
                    .isCrcChecked();
            System.out.println("multipart upload: CRC64 checked " + checked);
            bucket.download("big.bin", target, DownloadOptions.builder().build());
            boolean same = Arrays.equals(bytes, Files.readAllBytes(target));
            System.out.println("download: same bytes " + same);
            if (!put.isCrcChecked() || !checked || !same) {
                throw new AssertionError("the checks failed");
            }
        } finally {
            Files.deleteIfExists(source);
            Files.deleteIfExists(target);
        }
    }
}
