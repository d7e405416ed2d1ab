using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Templates.Functions;

/// <summary>
/// <c>eq ne lt le gt ge</c>. Whole numbers of all types compare with each other; else both sides must be of the same kind:
/// a float is never equal to a whole number, it is an error.
/// </summary>
internal static class Comparisons
{
    private const string Incompatible = "incompatible types for comparison";
    private const string Invalid = "invalid type for comparison";

    private enum Basic
    {
        None,
        Bool,
        Integer,
        Float,
        String,
    }

    public static TemplateValue Equal(ref FunctionCall call)
    {
        var arguments = call.Arguments;
        if (Uncomparable(arguments[0]) is { } error)
            return call.Fail(error);
        if (arguments.Length < 2)
            return call.Fail("missing argument for comparison");

        foreach (var other in arguments[1..])
        {
            if (!TryEqual(ref call, arguments[0], other, out var equal))
                return default;
            if (equal)
                return TemplateValue.From(true);
        }

        return TemplateValue.From(false);
    }

    public static TemplateValue NotEqual(ref FunctionCall call)
    {
        var equal = Equal(ref call);
        return TemplateValue.From(!equal.Boolean);
    }

    public static TemplateValue Less(ref FunctionCall call) => TemplateValue.From(IsLess(ref call));

    public static TemplateValue LessOrEqual(ref FunctionCall call) => TemplateValue.From(IsLessOrEqual(ref call));

    public static TemplateValue Greater(ref FunctionCall call) => TemplateValue.From(!IsLessOrEqual(ref call));

    public static TemplateValue GreaterOrEqual(ref FunctionCall call) => TemplateValue.From(!IsLess(ref call));

    private static bool IsLessOrEqual(ref FunctionCall call)
    {
        if (IsLess(ref call))
            return true;
        return call.Error is null && Equal(ref call).Boolean;
    }

    private static bool IsLess(ref FunctionCall call)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        var (kind, other) = (KindOf(left), KindOf(right));
        if (kind == Basic.None || other == Basic.None)
        {
            call.Fail(Invalid);
            return false;
        }

        if (kind != other)
        {
            call.Fail(Incompatible);
            return false;
        }

        switch (kind)
        {
            case Basic.Integer:
                return left.Integer < right.Integer;
            case Basic.Float:
                return left.Float < right.Float;
            case Basic.String:
                return CodePointOrder.Compare(left.Text, right.Text) < 0;
            default:
                call.Fail(Invalid);
                return false;
        }
    }

    private static bool TryEqual(ref FunctionCall call, in TemplateValue left, in TemplateValue right, out bool equal)
    {
        equal = false;
        var kind = KindOf(left);
        if (kind != KindOf(right))
        {
            if (left.IsNil || right.IsNil)
                return true;
            call.Fail(Incompatible);
            return false;
        }

        if (kind == Basic.None && !right.IsNil && Uncomparable(right) is { } error)
        {
            call.Fail(error);
            return false;
        }

        equal = kind switch
        {
            Basic.Bool or Basic.Integer => left.Integer == right.Integer,
            Basic.Float => left.Float == right.Float,
            Basic.String => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
            _ => left.Kind == right.Kind && SameOther(left, right),
        };
        return true;
    }

    private static bool SameOther(in TemplateValue left, in TemplateValue right) => left.Kind switch
    {
        TemplateValueKind.Nil => true,
        TemplateValueKind.Instant => left.Integer == right.Integer && Equals(left.Zone, right.Zone),
        _ => ReferenceEquals(left.Struct, right.Struct),
    };

    private static string? Uncomparable(in TemplateValue value) => value.Kind is TemplateValueKind.Map or TemplateValueKind.List
        ? $"uncomparable type {TypeNames.Of(value)}: {Printer.Print(value)}"
        : null;

    private static Basic KindOf(in TemplateValue value) => value.Kind switch
    {
        TemplateValueKind.Bool => Basic.Bool,
        TemplateValueKind.Int or TemplateValueKind.Int64 or TemplateValueKind.Byte => Basic.Integer,
        TemplateValueKind.Duration or TemplateValueKind.Month or TemplateValueKind.Weekday => Basic.Integer,
        TemplateValueKind.Float => Basic.Float,
        TemplateValueKind.String or TemplateValueKind.Script => Basic.String,
        _ => Basic.None,
    };
}
