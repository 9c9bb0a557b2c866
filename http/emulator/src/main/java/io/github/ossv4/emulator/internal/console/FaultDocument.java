// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.console;

import io.github.ossv4.emulator.internal.json.JsonMembers;
import io.github.ossv4.emulator.internal.json.JsonObject;
import io.github.ossv4.emulator.internal.operation.FaultKind;
import io.github.ossv4.emulator.internal.operation.InjectedFault;
import io.github.ossv4.emulator.internal.wire.OssException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Faults as JSON:
 * <code>{"fault":"error","status":503,"code":"ServiceUnavailable","headers":{"Retry-After":"0"}}</code>, by the names
 * of {@link FaultKind}.
 *
 * <p>Rule: Faults over HTTP have the rules of {@code Fault}; errors name the member ({@code AdminEndpointTest}).
 */
final class FaultDocument {
    private FaultDocument() {}

    /**
     * Parses a fault, or a list of faults.
     *
     * @param value a value of {@link io.github.ossv4.internal.json.JsonTree}
     * @throws IllegalArgumentException if it is invalid; the message names the member
     */
    static List<InjectedFault> parse(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of(parse(new JsonMembers("fault", value)));
        }
        List<InjectedFault> faults = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            faults.add(parse(new JsonMembers("faults[" + i + "]", list.get(i))));
        }
        return faults;
    }

    private static InjectedFault parse(JsonMembers members) {
        FaultKind kind = kind(members);
        InjectedFault fault = switch (kind) {
            case ERROR -> error(members);
            case WRONG_CRC64 -> InjectedFault.of(kind, members.unsigned("crc64"));
            case DELAY -> InjectedFault.of(kind, members.integer("milliseconds", 0, Integer.MAX_VALUE));
            default -> {
                String number = kind.numberName();
                yield InjectedFault.of(kind, number == null ? 0 : members.integer(number, 0, Long.MAX_VALUE));
            }
        };
        if (members.has("on")) {
            String operation = members.string("on");
            fault = members.checked(fault, one -> one.on(operation));
        }
        if (members.has("times")) {
            fault = fault.withTimes((int) members.integer("times", 1, Integer.MAX_VALUE));
        }
        members.checkNoOthers();
        return fault;
    }

    private static FaultKind kind(JsonMembers members) {
        String name = members.string("fault");
        List<FaultKind> kinds = Arrays.stream(FaultKind.values())
                .filter(kind -> kind != FaultKind.NONE)
                .toList();
        return kinds.stream()
                .filter(kind -> kind.publicName().equals(name))
                .findFirst()
                .orElseThrow(() -> members.invalid(
                        "fault",
                        kinds.stream().map(FaultKind::publicName).collect(Collectors.joining(", ", "one of ", ""))));
    }

    private static InjectedFault error(JsonMembers members) {
        String code = members.string("code");
        InjectedFault error =
                members.checked((int) members.integer("status", 400, 599), status -> InjectedFault.error(status, code));
        for (Map.Entry<String, String> header : members.strings("headers").entrySet()) {
            error = members.checked(error, one -> one.withHeader(header.getKey(), header.getValue()));
        }
        if (members.has("ec")) {
            String ec = members.string("ec");
            error = members.checked(error, one -> one.withEc(ec));
        }
        if (members.has("message")) {
            error = error.withMessage(members.string("message"));
        }
        return error;
    }

    /** Returns a fault in the form in which it is parsed. */
    static JsonObject toJson(InjectedFault fault) {
        JsonObject json = new JsonObject().with("fault", fault.kind().publicName());
        OssException error = fault.error();
        if (error != null) {
            json.with("status", error.status()).with("code", error.code()).with("ec", error.ec());
            if (!error.text().equals(InjectedFault.MESSAGE)) {
                json.with("message", error.text());
            }
            if (!error.headers().isEmpty()) {
                JsonObject headers = new JsonObject();
                error.headers().forEach(headers::with);
                json.with("headers", headers);
            }
        }
        String number = fault.kind().numberName();
        if (number != null) {
            // JavaScript cannot represent all numbers of 64 bits.
            boolean asText = fault.kind() == FaultKind.WRONG_CRC64;
            json.with(number, asText ? Long.toUnsignedString(fault.number()) : (Object) fault.number());
        }
        return json.with("on", fault.operation()).with("times", fault.times());
    }
}
