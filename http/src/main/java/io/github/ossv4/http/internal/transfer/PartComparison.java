// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.PartMismatchException;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comparison of the parts that OSS has stored with those that an upload should have. Immutable. */
public final class PartComparison {
    private final List<UploadedPart> parts;
    private final List<Integer> missing;
    private final List<Integer> different;
    private final List<Integer> unexpected;

    private PartComparison(
            List<UploadedPart> parts, List<Integer> missing, List<Integer> different, List<Integer> unexpected) {
        this.parts = parts;
        this.missing = missing;
        this.different = different;
        this.unexpected = unexpected;
    }

    /**
     * Compares stored parts with a plan.
     *
     * @param crc64s the CRC64s of all parts of the plan, in the order of their numbers
     */
    public static PartComparison of(PartPlan plan, List<Long> crc64s, List<UploadedPart> stored) {
        Map<Integer, UploadedPart> byNumber = new HashMap<>();
        List<Integer> unexpected = new ArrayList<>();
        for (UploadedPart part : stored) {
            if (part.number() <= plan.count()) {
                byNumber.put(part.number(), part);
            } else {
                unexpected.add(part.number());
            }
        }
        List<UploadedPart> parts = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        List<Integer> different = new ArrayList<>();
        for (int number = 1; number <= plan.count(); number++) {
            UploadedPart part = byNumber.get(number);
            Long crc64 = crc64s.get(number - 1);
            if (part == null) {
                missing.add(number);
            } else if (part.size() != plan.part(number).length()
                    || (part.crc64() != null && !part.crc64().equals(crc64))) {
                different.add(number);
            } else {
                // If OSS lists no CRC64, the expected one becomes part of that of the whole object, which is compared.
                parts.add(UploadedPart.of(number, part.etag(), part.size(), crc64));
            }
        }
        return new PartComparison(parts, missing, different, unexpected);
    }

    public void throwUnlessSame(String call) throws PartMismatchException {
        if (!missing.isEmpty() || !different.isEmpty() || !unexpected.isEmpty()) {
            throw new PartMismatchException(call, missing, different, unexpected);
        }
    }

    /** Returns all parts, with the expected checksums. */
    public List<UploadedPart> parts() {
        return parts;
    }
}
