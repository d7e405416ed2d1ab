using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Time;
using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Functions that belong to no other family.</summary>
internal static class GeneralFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        new("if", "The second argument where the first is TRUE, else the third. Both are evaluated, and must be of the same type.",
            Choice<double>(), Choice<long>(), Choice<string>(), Choice<bool>(), Choice<Regex>(), Choice<Instant>(), Choice<Duration>()),
        new("isPresent", "Whether the point has a field or tag of this name.",
            new PresenceSignature(ValueKind.Missing), new PresenceSignature(ValueKind.Boolean), new PresenceSignature(ValueKind.String),
            new PresenceSignature(ValueKind.Integer), new PresenceSignature(ValueKind.Float)),
        new("humanBytes", "A number of bytes for people: 1.5 kB.",
            Of<long, string>(bytes => HumanBytes.Format(unchecked((ulong)bytes))),
            Of<double, string>(bytes => HumanBytes.Format(unchecked((ulong)Integers.Truncate(bytes))))),
        new("rand", "A random int: not negative, and below the argument where there is one.",
            Of(() => Random.Shared.NextInt64(long.MaxValue)), Checked<long, long>(RandomBelow)) { IsPure = false },
    ];

    private static FunctionSignature Choice<T>() => Of<bool, T, T, T>((condition, then, otherwise) => condition ? then : otherwise);

    private static string? RandomBelow(long limit, out long result)
    {
        result = limit > 0 ? Random.Shared.NextInt64(limit) : 0;
        return limit > 0 ? null : $"the limit must be positive, got {NumberTexts.Format(limit)}";
    }
}
