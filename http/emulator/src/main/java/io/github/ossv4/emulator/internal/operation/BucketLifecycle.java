// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the lifecycle rules of a bucket, which have no effect.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketlifecycle">PutBucketLifecycle</a>
 */
final class BucketLifecycle {
    private static final int MAX_RULES = 1000;
    private static final int MAX_ID_BYTES = 255;
    private static final int MAX_TRANSITIONS = 3;
    private static final String RULE = "Rule";
    private static final String ID = "ID";
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern MIDNIGHT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00(\\.000)?Z");
    private static final Set<String> STATUSES = Set.of("Enabled", "Disabled");
    private static final Set<String> COLDER_CLASSES = Set.of("IA", "Archive", "ColdArchive", "DeepColdArchive");

    /** The actions of rules; each rule must have one. */
    private static final Set<String> ACTIONS = Set.of(
            "Expiration",
            "Transition",
            "AbortMultipartUpload",
            "NoncurrentVersionExpiration",
            "NoncurrentVersionTransition");

    private static final BucketDocument LIFECYCLE = new BucketDocument(
            "lifecycle",
            BucketDocument.Initial.none(OssError.NO_SUCH_LIFECYCLE),
            BucketDocument.Reader.ofXml(BucketLifecycle::read));

    static final OssOperation GET = LIFECYCLE.get("GetBucketLifecycle");
    static final OssOperation PUT = LIFECYCLE.put("PutBucketLifecycle", "x-oss-allow-same-action-overlap");
    static final OssOperation DELETE = LIFECYCLE.delete("DeleteBucketLifecycle");

    private BucketLifecycle() {}

    /** Checks a document and returns it with an ID for each rule. */
    private static XmlDocument read(@Nullable XmlElement root) {
        if (root == null
                || !root.name().equals("LifecycleConfiguration")
                || root.children().isEmpty()) {
            throw OssError.MALFORMED_XML.exception();
        }
        List<XmlElement> rules = root.children(RULE);
        if (rules.size() < root.children().size()) {
            throw OssException.malformedXml("0014-00000015", "all children of the root node must be named Rule.");
        }
        if (rules.size() > MAX_RULES) {
            throw OssException.malformedXml("0014-00000014", "there are more than " + MAX_RULES + " rules.");
        }
        XmlDocument document = new XmlDocument(root.name());
        Set<String> ids = new HashSet<>();
        for (XmlElement rule : rules) {
            check(rule);
            String given = rule.text(ID);
            String id = given == null || given.isEmpty() ? UUID.randomUUID().toString() : given;
            if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES || !ids.add(id)) {
                throw OssException.invalidArgument(
                        "The ID of a rule must be unique and have at most 255 bytes.", ID, id);
            }
            document.open(RULE).element(ID, id);
            rule.children().stream().filter(child -> !child.name().equals(ID)).forEach(document::element);
            document.close();
        }
        return document;
    }

    private static void check(XmlElement rule) {
        List<XmlElement> actions = rule.children().stream()
                .filter(child -> ACTIONS.contains(child.name()))
                .toList();
        if (!STATUSES.contains(String.valueOf(rule.text("Status")))
                || actions.isEmpty()
                || !actions.stream().allMatch(BucketLifecycle::isValid)) {
            throw OssError.MALFORMED_XML.exception();
        }
        if (rule.children("Transition").size() > MAX_TRANSITIONS) {
            throw OssException.malformedXml("0014-00000043", "a rule has more than 3 Transition nodes.");
        }
        if (rule.children("NoncurrentVersionTransition").size() > MAX_TRANSITIONS) {
            throw OssException.malformedXml(
                    "0014-00000067", "a rule has more than 3 NoncurrentVersionTransition nodes.");
        }
    }

    /** Returns whether an action has one valid time and, if it is a transition, a storage class other than Standard. */
    private static boolean isValid(XmlElement action) {
        boolean isNoncurrent = action.name().startsWith("Noncurrent");
        String days = action.text(isNoncurrent ? "NoncurrentDays" : "Days");
        // Date is the former name of CreatedBeforeDate.
        List<String> dates = isNoncurrent
                ? List.of()
                : Stream.of("CreatedBeforeDate", "Date")
                        .map(action::text)
                        .filter(Objects::nonNull)
                        .toList();
        String marker = action.name().equals("Expiration") ? action.text("ExpiredObjectDeleteMarker") : null;
        long times =
                dates.size() + Stream.of(days, marker).filter(Objects::nonNull).count();
        return times == 1
                && (days == null || DAYS.matcher(days).matches())
                && dates.stream().allMatch(date -> MIDNIGHT.matcher(date).matches())
                && (!action.name().endsWith("Transition")
                        || COLDER_CLASSES.contains(String.valueOf(action.text("StorageClass"))));
    }
}
