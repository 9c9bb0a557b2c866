// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A process that puts one object with SDK v1 for each size in its standard input, and prints the nanoseconds. */
final class Puts {
    private Puts() {}

    /** Puts; the argument is the endpoint. */
    public static void main(String[] arguments) throws IOException {
        OSS client = Client.create(arguments[0]);
        BufferedReader sizes = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String size = sizes.readLine(); size != null; size = sizes.readLine()) {
            byte[] bytes = new byte[Integer.parseInt(size)];
            Arrays.fill(bytes, (byte) 'o');
            long start = System.nanoTime();
            client.putObject("examplebucket", "k", new ByteArrayInputStream(bytes));
            System.out.println(System.nanoTime() - start);
        }
        client.shutdown();
    }
}
