// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.internal.transfer.PartComparison;
import io.github.ossv4.internal.json.JsonText;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A multipart upload whose parts another program sends by presigned URLs, such as a web page: without credentials, in
 * parallel, and resumable. The application server initiates it, presigns the parts, and completes it. Immutable and
 * thread-safe; {@link BucketClient#presignedUpload} returns it in another process.
 *
 * <pre>{@code
 * PresignedUpload upload = bucket.initiatePresignedUpload("films/cat.mp4", PartPlan.of(size), options);
 * String json = upload.partsJson(Arrays.asList(1, 2, 3), Duration.ofMinutes(15));
 * // The page sends the parts, and reports the CRC64 of each.
 * PutResult result = upload.complete(crc64s, CompleteOptions.builder().callback(callback).build());
 * }</pre>
 *
 * <p><b>The page</b> sends each part with {@code PUT}: exactly the bytes of its range, and no additional headers. OSS
 * returns the CRC64 of the stored part in {@code x-oss-hash-crc64ecma}. In a browser, send {@code file.slice(offset,
 * offset + length)}: a slice has no type, so the browser adds no {@code Content-Type}, which OSS would refuse with
 * {@code SignatureDoesNotMatch}. If a URL has expired, OSS returns 403 {@code AccessDenied}: request another one from
 * the application server. The CORS rule of the bucket must allow the method {@code PUT} and expose {@code
 * x-oss-hash-crc64ecma}.
 *
 * <p><b>Limits.</b> A URL permits one part of this upload, but does not limit its size: OSS stores up to 5 GB for each
 * part, and replaces a part as often as it is sent. Such parts never become an object, since {@link #complete} refuses
 * parts that differ from the plan. To limit the storage that they need until then, presign few parts at a time with a
 * short validity, compare {@link #storedParts} with the plan before you presign more, {@linkplain #abort abort} uploads
 * that differ, and set a lifecycle rule that deletes the parts of abandoned uploads.
 *
 * <p><b>The application server</b> chooses key, upload id, size and part size, and keeps them in its session or in a
 * signed token; it must not accept them from the page. Use a new key for each upload: if the page does not receive the
 * result of {@link #complete} and requests it again, an object with that key proves that the upload was completed.
 *
 * <p>Every call that sends a request throws {@link ServiceException} if OSS refuses it, with {@code NoSuchUpload} after
 * the upload was completed or aborted, and {@link IOException} if the network fails.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/multipart-upload-related-operations">Multipart upload</a>
 */
public final class PresignedUpload {
    private final MultipartUpload upload;
    private final PartPlan plan;

    private PresignedUpload(MultipartUpload upload, PartPlan plan) {
        this.upload = upload;
        this.plan = plan;
    }

    /** Returns the upload of an object that is divided into these parts. */
    public static PresignedUpload of(MultipartUpload upload, PartPlan plan) {
        return new PresignedUpload(upload, plan);
    }

    /** Returns the key of the object. */
    public String key() {
        return upload.key();
    }

    /** Returns the upload id for {@link BucketClient#presignedUpload}. It is visible in the URLs. */
    public String uploadId() {
        return upload.uploadId();
    }

    /** Returns the division of the object into parts. */
    public PartPlan plan() {
        return plan;
    }

    /**
     * Returns a URL with which anyone can send a part until it expires. Nothing is sent.
     *
     * @param number 1 to {@link PartPlan#count}
     * @param validity 1 second to 7 days, 12 hours with temporary credentials, and at most until these expire
     * @throws IllegalArgumentException if the plan has no such part, or {@code validity} is outside of that range
     * @throws IllegalStateException if the client is anonymous
     * @throws IOException if the credentials source fails
     */
    public PresignedUrl presignPart(int number, Duration validity) throws IOException {
        return upload.presignPart(plan.part(number).number(), validity);
    }

    /**
     * Returns a JSON array for a page that sends parts: the number, the range and the URL of each part. Nothing is
     * sent.
     *
     * <pre>{@code
     * [{"number":1,"offset":0,"length":6291456,"url":"https://…","expires":"2026-11-25T14:42:27Z"}]
     * }</pre>
     *
     * @param numbers the numbers of the parts, in the order of the array
     * @param validity as for {@link #presignPart}
     * @throws IllegalArgumentException in the same cases as {@link #presignPart}
     * @throws IllegalStateException if the client is anonymous
     * @throws IOException if the credentials source fails
     */
    public String partsJson(Collection<Integer> numbers, Duration validity) throws IOException {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (int number : numbers) {
            Part part = plan.part(number);
            PresignedUrl url = presignPart(number, validity);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("number", number);
            members.put("offset", part.offset());
            members.put("length", part.length());
            members.put("url", url.url());
            members.put("expires", url.expires().toString());
            parts.add(members);
        }
        return JsonText.of(parts);
    }

    /**
     * Lists all parts that OSS has stored, by number, in as many requests as needed. They may differ from the plan. A
     * page that resumes an upload skips the parts whose size and CRC64 match its file.
     */
    public List<UploadedPart> storedParts() throws IOException {
        return upload.listParts();
    }

    /** Completes the upload. Equivalent to {@link #complete(List, CompleteOptions)} with no options. */
    public PutResult complete(List<Long> crc64s) throws IOException {
        return complete(crc64s, CompleteOptions.NONE);
    }

    /**
     * Lists the stored parts, compares them with the plan and with the checksums of the page, and completes the upload
     * if they agree. Then the CRC64 of the object is compared with the CRC64 of all parts. Lost responses are resolved,
     * and callbacks performed, as by {@link MultipartUpload#complete(List, CompleteOptions)}.
     *
     * <p>A part that the page replaces meanwhile has another ETag: OSS refuses the completion with {@code InvalidPart}.
     *
     * @param crc64s the CRC64s of all parts in the order of their numbers, as the page computed them from its file
     * @throws IllegalArgumentException if {@code crc64s} does not have one value for each part of the plan
     * @throws PartMismatchException if a part is missing, differs in size or CRC64, or is not in the plan; the upload
     *     still exists
     * @throws CallbackFailedException if the object is stored, but its callback failed or was not performed
     * @throws ChecksumMismatchException if the object differs from its parts
     * @throws OutcomeUnknownException if the response was lost, and it is unknown whether the object is stored
     */
    public PutResult complete(List<Long> crc64s, CompleteOptions options) throws IOException {
        Objects.requireNonNull(options, "options");
        List<Long> expected = new ArrayList<>(Objects.requireNonNull(crc64s, "crc64s"));
        if (expected.size() != plan.count()) {
            throw new IllegalArgumentException(
                    "crc64s must have " + plan.count() + " values, one for each part, had " + expected.size());
        }
        for (int number = 1; number <= expected.size(); number++) {
            Objects.requireNonNull(expected.get(number - 1), "crc64 of part " + number);
        }
        String call = "CompleteMultipartUpload " + PrintableText.escape(key());
        return upload.complete(PartComparison.checkedParts(call, plan, expected, storedParts()), options);
    }

    /**
     * Aborts the upload and deletes its parts. OSS refuses the URLs of its parts from then on. A part that is being
     * sent meanwhile may remain: abort again after it has completed.
     */
    public void abort() throws IOException {
        upload.abort();
    }

    @Override
    public String toString() {
        return PrintableText.escape("PresignedUpload{" + key() + ", uploadId=" + uploadId() + ", " + plan + "}");
    }
}
