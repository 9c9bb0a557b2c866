// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The jobs of the clients of S3, with S3Proxy, which keeps the objects in memory and checks the signatures. */
abstract class S3JobsTest<C extends AutoCloseable, O extends AutoCloseable> extends JobsTest<C, O> {
    private static final String REGION = "us-east-1";
    private static final String ACCESS_KEY_ID = "id";
    private static final String ACCESS_KEY_SECRET = "secret";

    private final TransientNio2BlobStore store = new TransientNio2BlobStore();
    private S3Proxy proxy;

    S3JobsTest(Jobs<C> jobs, Jobs<O> otherJobs) {
        super(jobs, otherJobs);
    }

    final String endpoint() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    @Override
    final <T extends AutoCloseable> T connect(Jobs<T> anyJobs) throws Exception {
        return anyJobs.client(endpoint(), REGION, ACCESS_KEY_ID, ACCESS_KEY_SECRET);
    }

    @Override
    final void store(String key, String text) {
        store.putBlob(
                PutObjectRequest.builder().bucket(Jobs.BUCKET).key(key).build(),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @BeforeEach
    @Override
    void connect() throws Exception {
        proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY_ID, ACCESS_KEY_SECRET)
                .blobStore(store)
                .build();
        proxy.start();
        store.createContainer(Jobs.BUCKET);
        environment().forEach(System::setProperty);
        super.connect();
    }

    @AfterEach
    @Override
    void close() throws Exception {
        try {
            super.close();
        } finally {
            environment().keySet().forEach(System::clearProperty);
            proxy.stop();
            store.close();
        }
    }

    /** Returns what the AWS SDK reads from its environment. */
    private Map<String, String> environment() {
        return Map.of(
                "aws.endpointUrl",
                endpoint(),
                "aws.region",
                REGION,
                "aws.accessKeyId",
                ACCESS_KEY_ID,
                "aws.secretAccessKey",
                ACCESS_KEY_SECRET);
    }
}
