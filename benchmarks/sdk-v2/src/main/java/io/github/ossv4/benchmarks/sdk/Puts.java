// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.sdk.service.oss2.OSSClient;
import com.aliyun.sdk.service.oss2.models.PutObjectRequest;
import com.aliyun.sdk.service.oss2.transport.BinaryData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A process that puts one object with SDK v2 for each size in its standard input, and prints the nanoseconds. */
final class Puts {
    private Puts() {}

    /** Puts; the argument is the endpoint. */
    @SuppressWarnings("try") // Its close() throws Exception.
    public static void main(String[] arguments) throws Exception {
        try (OSSClient client = Client.create(arguments[0])) {
            BufferedReader sizes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String size = sizes.readLine(); size != null; size = sizes.readLine()) {
                byte[] bytes = new byte[Integer.parseInt(size)];
                Arrays.fill(bytes, (byte) 'o');
                long start = System.nanoTime();
                client.putObject(PutObjectRequest.newBuilder()
                        .bucket("examplebucket")
                        .key("k")
                        .body(BinaryData.fromBytes(bytes))
                        .build());
                System.out.println(System.nanoTime() - start);
            }
        }
    }
}
