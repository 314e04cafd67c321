package dev.holdfast.engine.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorsParserTest {
    private static final String ALICE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ+wr4xD1xGO0rn5l1o3XUjVw5CQmy1LpLYKq7KhXIrF";
    private static final String BOB =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKz0UXnNqV8Jx0qL8mHn3V5nqGZ7m4l1T8o9yZq3xUuD";

    @Test
    void readsEveryFieldAndLeavesCommentsOut() {
        Operators operators = parse("""
                unproven: viewer
                operators:
                  alice: { role: admin, keys: ["%s alice@laptop", "%s"] }
                """.formatted(ALICE, BOB));

        assertThat(operators)
                .isEqualTo(new Operators(List.of(new Operator("alice", Role.ADMIN, List.of(ALICE, BOB))), Role.VIEWER));
    }

    @Test
    void anAccountIsAnOperatorUnlessTheFileSaysOtherwise() {
        Operators operators = parse("operators: { alice: { role: viewer, keys: [\"%s\"] } }".formatted(ALICE));

        assertThat(operators.unproven()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThat(problems("""
                        unproven: admin
                        operators:
                          alice: { role: boss, keys: ["%s"] }
                          bob: { role: approver, keys: ["%s bob"], key: x }
                          carol:
                            role: operator
                            keys:
                              - "ssh-dss AAAA"
                              - "ssh-ed25519 AAAAC3Nza"
                              - "-----BEGIN OPENSSH PRIVATE KEY-----"
                              - "hello"
                          dave: { role: operator, keys: [] }
                        """.formatted(ALICE, ALICE)))
                .containsExactly(
                        "operators.yaml:1:11: unproven is 'admin'; it must be viewer or operator: what an account may do that proves nothing",
                        "operators.yaml:3:18: operators.alice.role is 'boss'; it must be viewer, operator, approver or admin",
                        "operators.yaml:4:33: this key is in line 3 already; one person must not count as two",
                        "operators.yaml:4:122: 'key' is not a key of operators.bob; did you mean 'keys'?",
                        "operators.yaml:8:9: 'ssh-dss' is not a type of key that can sign; it must be one of ssh-ed25519,"
                                + " sk-ssh-ed25519@openssh.com, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384,"
                                + " ecdsa-sha2-nistp521, sk-ecdsa-sha2-nistp256@openssh.com, ssh-rsa",
                        "operators.yaml:9:9: this ssh-ed25519 key is damaged; copy the line of the .pub file anew",
                        "operators.yaml:10:9: this is a private key; remove it from here, make a new one, and write its"
                                + " public half",
                        "operators.yaml:11:9: this is not a public SSH key on one line, such as the text of id_ed25519.pub",
                        "operators.yaml:12:27: operators.dave.keys has 0; it must be at least one public key");
    }

    @Test
    void aKeyOfTwoLinesIsNone() {
        assertThat(problems("operators: { eve: { role: admin, keys: [\"%s\\n%s\"] } }".formatted(ALICE, BOB)))
                .singleElement()
                .asString()
                .contains("this is not a public SSH key on one line");
    }

    private static List<String> problems(String yaml) {
        HoldfastException failure = catchThrowableOfType(HoldfastException.class, () -> parse(yaml));
        assertThat(failure.code()).isEqualTo(ErrorCode.OPERATORS_INVALID);
        return failure.attempted().lines().toList();
    }

    private static Operators parse(String yaml) {
        return OperatorsParser.parse(yaml, "operators.yaml");
    }
}
