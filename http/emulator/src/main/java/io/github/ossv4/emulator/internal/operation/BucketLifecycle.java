// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the lifecycle rules of a bucket. Lifecycle rules are stored and returned, but not executed.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketlifecycle">PutBucketLifecycle</a>
 */
final class BucketLifecycle {
    private static final int MAX_RULES = 1000;
    private static final int MAX_ID_BYTES = 255;
    private static final int MAX_TRANSITIONS = 3;
    private static final Map<String, String> TRANSITIONS =
            Map.of("Transition", "0014-00000043", "NoncurrentVersionTransition", "0014-00000067");
    private static final String RULE = "Rule";
    private static final String ID = "ID";
    private static final String PREFIX = "Prefix";
    private static final Set<String> STATUSES = Set.of("Enabled", "Disabled");
    private static final String DAYS = "Days";
    private static final String CLASS = "StorageClass";
    private static final String ALLOW_OVERLAP = "x-oss-allow-same-action-overlap";

    /** From the warmest to the coldest. */
    private static final List<String> COLDER_CLASSES = List.of("IA", "Archive", "ColdArchive", "DeepColdArchive");

    private static final Set<String> TIMES =
            Set.of(DAYS, "NoncurrentDays", "CreatedBeforeDate", "Date", "ExpiredObjectDeleteMarker");

    /** The name and text of a time. Date is the former name of CreatedBeforeDate. */
    private static final Pattern TIME = Pattern.compile("(Noncurrent)?Days [1-9][0-9]{0,8}"
            + "|(CreatedBefore)?Date [0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00(\\.000)?Z|ExpiredObjectDeleteMarker .*");

    private static final Pattern TAG_TEXTS = Pattern.compile("[\\p{L}\\p{N} +=._:/-]*");

    /** The actions of rules; each rule must have one. */
    private static final Set<String> ACTIONS = Set.of(
            "Expiration",
            "Transition",
            "AbortMultipartUpload",
            "NoncurrentVersionExpiration",
            "NoncurrentVersionTransition");

    private static final BucketDocument LIFECYCLE = new BucketDocument(
            "lifecycle", BucketDocument.none(OssError.NO_SUCH_LIFECYCLE), BucketDocument.xml(BucketLifecycle::read));

    static final OssOperation GET = LIFECYCLE.get("GetBucketLifecycle");
    static final OssOperation PUT = LIFECYCLE.put("PutBucketLifecycle", ALLOW_OVERLAP);
    static final OssOperation DELETE = LIFECYCLE.delete("DeleteBucketLifecycle");

    private BucketLifecycle() {}

    /** Checks a document and returns it with an ID for each rule. */
    private static XmlDocument read(Call call, @Nullable XmlElement root) {
        XmlElement lifecycle = DocumentExecution.checked(
                root, "LifecycleConfiguration", element -> !element.children().isEmpty());
        List<XmlElement> rules = lifecycle.children(RULE);
        if (rules.size() < lifecycle.children().size()) {
            throw OssException.malformedXml("0014-00000015", "all children of the root node must be named Rule.");
        }
        if (rules.size() > MAX_RULES) {
            throw OssException.malformedXml("0014-00000014", "there are more than " + MAX_RULES + " rules.");
        }
        XmlDocument document = new XmlDocument(lifecycle.name());
        Set<String> ids = new HashSet<>();
        for (XmlElement rule : rules) {
            check(rule);
            String given = BucketDocument.text(rule, ID);
            String id = given.isEmpty() ? UUID.randomUUID().toString() : given;
            if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES || !ids.add(id)) {
                throw OssException.invalidArgument(
                        "The ID of a rule must be unique and have at most 255 bytes.", ID, id);
            }
            document.open(RULE).element(ID, id);
            rule.children().stream().filter(child -> !child.name().equals(ID)).forEach(document::element);
            document.close();
        }
        checkOverlaps(
                rules.stream()
                        .filter(rule -> rule.children("Tag").isEmpty()
                                && rule.children("Filter").isEmpty())
                        .toList(),
                "true".equals(call.header(ALLOW_OVERLAP)));
        return document;
    }

    /** Checks rules that apply to all objects with a prefix. */
    private static void checkOverlaps(List<XmlElement> rules, boolean allowsSameAction) {
        for (int i = 0; i < rules.size(); i++) {
            String prefix = BucketDocument.text(rules.get(i), PREFIX);
            for (XmlElement other : rules.subList(0, i)) {
                String otherPrefix = BucketDocument.text(other, PREFIX);
                if (prefix.equals(otherPrefix) && !allowsSameAction) {
                    throw OssError.INVALID_REQUEST.saying("0014-00000085", "Rules have the same prefix " + prefix);
                }
                if (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) {
                    List<XmlElement> actions = actions(other);
                    actions(rules.get(i)).forEach(a -> actions.forEach(b -> checkOverlap(a, b, allowsSameAction)));
                }
            }
        }
    }

    private static void checkOverlap(XmlElement a, XmlElement b, boolean allowsSameAction) {
        if (!allowsSameAction && a.name().equals(b.name()) && Objects.equals(a.text(CLASS), b.text(CLASS))) {
            throw OssError.INVALID_REQUEST.saying(
                    TRANSITIONS.containsKey(a.name()) ? "0014-00000079" : "0014-00000084",
                    "Overlap for same action type " + a.name());
        }
        if (isTooEarly(a, b, 1) || isTooEarly(b, a, 1)) {
            throw OssError.INVALID_REQUEST.saying(
                    "0014-00000082", "Overlap for conflicting times of " + a.name() + " and " + b.name());
        }
    }

    /**
     * Returns whether an action is due less than {@code least} days after an action that must come first.
     */
    private static boolean isTooEarly(XmlElement later, XmlElement earlier, int least) {
        return stage(earlier) >= 0
                && stage(later) > stage(earlier)
                && isNoncurrent(later) == isNoncurrent(earlier)
                && days(later) - days(earlier) < least;
    }

    private static boolean isNoncurrent(XmlElement action) {
        return action.name().startsWith("Noncurrent");
    }

    /** Returns the position of an action in the order warm class, cold class, expiration; -1 without days. */
    private static int stage(XmlElement action) {
        return days(action) < 0
                ? -1
                : action.name().endsWith("Expiration")
                        ? COLDER_CLASSES.size()
                        : COLDER_CLASSES.indexOf(BucketDocument.text(action, CLASS));
    }

    /** Returns the number of days of an action; -1 if it has none. */
    private static int days(XmlElement action) {
        String days = action.text(isNoncurrent(action) ? "NoncurrentDays" : DAYS);
        return days == null ? -1 : Integer.parseInt(days);
    }

    private static List<XmlElement> actions(XmlElement rule) {
        return rule.children().stream()
                .filter(child -> ACTIONS.contains(child.name()))
                .toList();
    }

    private static void check(XmlElement rule) {
        List<XmlElement> actions = actions(rule);
        if (actions.stream()
                .anyMatch(action -> BucketDocument.text(action, CLASS).equals("Standard"))) {
            throw OssException.invalidArgument("A transition to Standard is not possible.", CLASS, "Standard");
        }
        if (!STATUSES.contains(BucketDocument.text(rule, "Status"))
                || actions.isEmpty()
                || !actions.stream().allMatch(BucketLifecycle::isValid)) {
            throw OssError.MALFORMED_XML.exception();
        }
        checkTagsAndTimes(rule, actions);
        TRANSITIONS.forEach((name, ec) -> {
            if (rule.children(name).size() > MAX_TRANSITIONS) {
                throw OssException.malformedXml(ec, "a rule has more than 3 " + name + " nodes.");
            }
        });
    }

    /** Checks the times and tags of one rule. */
    private static void checkTagsAndTimes(XmlElement rule, List<XmlElement> actions) {
        Set<String> keys = new HashSet<>();
        for (XmlElement tag : rule.children("Tag")) {
            String key = BucketDocument.text(tag, "Key");
            if (!keys.add(key)
                    || !TAG_TEXTS
                            .matcher(key + BucketDocument.text(tag, "Value"))
                            .matches()) {
                throw OssError.MALFORMED_XML.exception();
            }
        }
        if (hasTime(actions, DAYS) && (hasTime(actions, "Date") || hasTime(actions, "CreatedBeforeDate"))) {
            throw OssError.INVALID_REQUEST.saying("A rule must not have both days and dates.");
        }
        actions.forEach(later -> actions.forEach(earlier -> {
            if (isTooEarly(later, earlier, 0)) {
                throw OssException.invalidArgument(
                        "The action must not be due before the transition to a warmer class.",
                        later.name(),
                        Integer.toString(days(later)));
            }
        }));
    }

    /** Returns whether an action on objects has such a time. AbortMultipartUpload is an action on uploads. */
    private static boolean hasTime(List<XmlElement> actions, String name) {
        return actions.stream()
                .anyMatch(action -> !action.name().startsWith("Abort")
                        && !action.children(name).isEmpty());
    }

    /** Returns whether an action has one valid time and, if it is a transition, a storage class other than Standard. */
    private static boolean isValid(XmlElement action) {
        List<XmlElement> times = action.children().stream()
                .filter(child -> TIMES.contains(child.name()))
                .toList();
        String time =
                times.isEmpty() ? "" : times.get(0).name() + " " + times.get(0).text();
        return times.size() == 1
                && TIME.matcher(time).matches()
                && time.startsWith("Noncurrent") == isNoncurrent(action)
                && (!time.startsWith("Expired") || action.name().equals("Expiration"))
                && (!TRANSITIONS.containsKey(action.name())
                        || COLDER_CLASSES.contains(BucketDocument.text(action, CLASS)));
    }
}
