// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static java.util.Objects.requireNonNull;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.MultipartOptions;
import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Uploads one object by many machines: a large file, or files that are concatenated in order. Tasks upload its parts.
 * The driver combines their CRC64s, and compares the result with the CRC64 that OSS computed of the object.
 */
public record UploadInParts(OssLocation target, ConcatenatedFiles source, PartPlan plan) implements Serializable {
    UploadInParts(OssLocation target, ConcatenatedFiles source) {
        this(target, source, PartPlan.of(source.size()));
    }

    /** Uploads FILEs to a key. With {@code --upload-id}, continues an upload that failed or whose driver was lost. */
    public static void main(String[] args) throws SparkUserAppException {
        SparkJob.main(() -> {
            boolean continues = args.length > 1 && args[0].equals("--upload-id");
            List<String> operands = Arrays.asList(args).subList(continues ? 2 : 0, args.length);
            if (operands.size() < 2) {
                throw new IllegalArgumentException("usage: UploadInParts [--upload-id ID] oss://BUCKET/KEY FILE...");
            }
            OssLocation target =
                    OssLocation.parse(operands.get(0), System.getenv()).key();
            SparkJob.withSession("upload " + operands.get(0), spark -> {
                ConcatenatedFiles files = ConcatenatedFiles.of(operands.subList(1, operands.size()));
                UploadInParts upload = new UploadInParts(target, files);
                System.out.println(upload.upload(spark, continues ? args[1] : null));
            });
        });
    }

    /**
     * Uploads all parts and completes the upload. After a failure the parts remain.
     *
     * @param uploadId continues an upload: a stored part that has the CRC64 of its bytes is not sent again
     */
    private PutResult upload(SparkSession spark, @Nullable String uploadId) throws IOException {
        MultipartUpload upload = uploadId == null
                ? target.client().initiateMultipartUpload(target.path(), MultipartOptions.NONE)
                : target.client().multipartUpload(target.path(), uploadId);
        HashMap<Integer, UploadedPart> stored = new HashMap<>();
        if (uploadId != null) {
            upload.listParts().forEach(part -> stored.put(part.number(), part));
        }
        String id = upload.uploadId();
        System.out.println("upload id " + id);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Integer> numbers = IntStream.rangeClosed(1, plan.count()).boxed().toList();
        List<UploadedPart> parts = context.parallelize(numbers, numbers.size())
                .map(number -> part(id, number, stored.get(number)))
                .collect();
        source.checkUnchanged();
        System.out.println(parts.size() + " parts, CRC64 " + Crc64.toString(requireNonNull(UploadedPart.crc64(parts))));
        PutResult result = upload.complete(parts);
        if (!result.isCrcChecked()) {
            throw new IOException("OSS returned no CRC64 of " + result.key());
        }
        return result;
    }

    /** Uploads a part in a task. A repeated task replaces the part by the same bytes. */
    UploadedPart part(String uploadId, int number, @Nullable UploadedPart stored) throws IOException {
        Part part = plan.part(number);
        if (stored != null
                && stored.size() == part.length()
                && Objects.equals(stored.crc64(), HadoopFiles.crc64(source.open(part.offset(), part.length())))) {
            return stored;
        }
        Body body = Body.of(part.length(), () -> source.open(part.offset(), part.length()));
        return target.client().multipartUpload(target.path(), uploadId).uploadPart(number, body);
    }
}
