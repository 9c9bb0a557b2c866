// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.OSSObjectSummary;
import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.aliyun.oss.AliyunOSSExtension;

/** The emulator in place of the mock of Iceberg's tests. They find this class by a variable of the environment. */
public final class IcebergEmulator implements AliyunOSSExtension {
    private Emulator emulator;
    private OSS client;

    @Override
    public String keyPrefix() {
        return "warehouse";
    }

    @Override
    public void start() {
        try {
            emulator = Emulator.builder().acceptV1(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = createOSSClient();
    }

    @Override
    public void stop() {
        client.shutdown();
        emulator.close();
    }

    @Override
    public OSS createOSSClient() {
        return new OSSClientBuilder().build(emulator.endpoint(), emulator.accessKeyId(), emulator.accessKeySecret());
    }

    @Override
    public void setUpBucket(String bucket) {
        client.createBucket(bucket);
    }

    @Override
    public void tearDownBucket(String bucket) {
        client.listObjects(bucket).getObjectSummaries().stream()
                .map(OSSObjectSummary::getKey)
                .forEach(key -> client.deleteObject(bucket, key));
        client.deleteBucket(bucket);
    }
}
