// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.sdk;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObject;
import io.github.ossv4.benchmarks.calls.CallLoop;
import io.github.ossv4.benchmarks.calls.CallingClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Small calls with SDK v1, which has no asynchronous ones. */
final class Calls implements CallingClient {
    private final OSS client;

    private Calls(String endpoint) {
        client = Client.create(endpoint);
    }

    /** Makes calls; the argument is the endpoint. */
    public static void main(String[] arguments) throws Exception {
        CallLoop.run(new Calls(arguments[0]));
    }

    @Override
    public void put(byte[] bytes) {
        client.putObject("examplebucket", Integer.toString(bytes.length), new ByteArrayInputStream(bytes));
    }

    @Override
    public byte[] get(int size) throws IOException {
        try (OSSObject object = client.getObject("examplebucket", Integer.toString(size))) {
            return object.getObjectContent().readAllBytes();
        }
    }
}
