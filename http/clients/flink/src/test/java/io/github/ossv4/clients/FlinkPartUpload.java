// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * The upload of one file by the tasks of a bounded job of Flink. Each machine finds the file at the same path, and its
 * credentials in its own environment.
 */
record FlinkPartUpload(SerializableSupplier<BucketClient> client, String key, String file, long size, long partSize)
        implements Serializable {
    PutResult run(StreamExecutionEnvironment flink) throws Exception {
        try (BucketClient bucket = client.get()) {
            MultipartUpload upload = bucket.initiateMultipartUpload(key);
            try {
                List<UploadedPart> parts = flink.setRuntimeMode(RuntimeExecutionMode.BATCH)
                        .fromSequence(1, PartPlan.of(size, partSize).count())
                        .map(task(upload.uploadId()))
                        .executeAndCollect(PartPlan.MAX_PARTS);
                parts.sort(Comparator.comparing(UploadedPart::number));
                return upload.complete(parts);
            } catch (OutcomeUnknownException e) {
                // The object may exist.
                throw e;
            } catch (Exception e) {
                try {
                    upload.abort();
                } catch (IOException notAborted) {
                    e.addSuppressed(notAborted);
                }
                throw e;
            }
        }
    }

    private RichMapFunction<Long, UploadedPart> task(String uploadId) {
        return new RichMapFunction<>() {
            private transient BucketClient bucket;

            @Override
            public void open(OpenContext context) {
                bucket = client.get();
            }

            @Override
            public UploadedPart map(Long number) throws Exception {
                Part part = PartPlan.of(size, partSize).part(number.intValue());
                Body body = Body.of(Path.of(file), part.offset(), part.length());
                return bucket.multipartUpload(key, uploadId).uploadPart(part.number(), body);
            }

            @Override
            public void close() {
                bucket.close();
            }
        };
    }
}
