package fairlead.admin.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes of a list of tokens. All throw {@link IllegalArgumentException} with a sentence for the user. */
final class TokenList {
    private static final int MOST = 200;

    private TokenList() {}

    /** With one more. */
    static List<Token> with(List<Token> tokens, Token added) {
        TokenName.check(added.name());
        if (added.role() == Role.ANYONE) {
            throw new IllegalArgumentException("a role is read, operate or admin");
        }
        if (tokens.stream().anyMatch(token -> token.name().equals(added.name()))) {
            throw new IllegalArgumentException(
                    "there is a token \"%s\" already: revoke it first, or choose another name".formatted(added.name()));
        }
        if (tokens.size() >= MOST) {
            throw new IllegalArgumentException("there are %d tokens already: revoke some first".formatted(MOST));
        }
        List<Token> all = new ArrayList<>(tokens);
        all.add(added);
        return all;
    }

    /** Without this one. */
    static List<Token> without(List<Token> tokens, String name) {
        if (tokens.stream().noneMatch(token -> token.name().equals(name))) {
            String known = tokens.stream().map(Token::name).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("there is no token \"%s\"; %s"
                    .formatted(name, known.isEmpty() ? "there is none at all" : "there are: " + known));
        }
        return tokens.stream().filter(token -> !token.name().equals(name)).toList();
    }

    /** A name that none has: {@code admin}, {@code admin-2}. */
    static String freeName(List<Token> tokens, Role role) {
        Set<String> taken = tokens.stream().map(Token::name).collect(Collectors.toSet());
        String name = role.word();
        for (int number = 2; taken.contains(name); number++) {
            name = role.word() + '-' + number;
        }
        return name;
    }
}
