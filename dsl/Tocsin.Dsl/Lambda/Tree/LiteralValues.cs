using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Reads the values of literals.</summary>
internal static class LiteralValues
{
    /// <summary>False where the syntax is not a literal, or, with an error, where its pattern is not a regular expression.</summary>
    public static bool TryRead(ExpressionSyntax syntax, out Value value, out string? error)
    {
        error = null;
        switch (syntax)
        {
            case IntegerSyntax integer:
                value = Value.From(integer.Value);
                return true;
            case FloatSyntax number:
                value = Value.From(number.Value);
                return true;
            case BooleanSyntax boolean:
                value = Value.From(boolean.Value);
                return true;
            case StringSyntax text:
                value = Value.From(text.Value);
                return true;
            case DurationSyntax duration:
                value = Value.From(duration.Value);
                return true;
            case RegexSyntax regex when Re2.TryCompile(regex.Pattern, out var compiled, out error):
                value = Value.From(compiled);
                return true;
            default:
                value = default;
                return false;
        }
    }

    /// <summary>The value that an object of the host stands for. False for null and for what expressions cannot hold.</summary>
    public static bool TryWrap(object? source, out Value value)
    {
        Value? wrapped = source switch
        {
            long integer => Value.From(integer),
            double number => Value.From(number),
            bool boolean => Value.From(boolean),
            string text => Value.From(text),
            Duration duration => Value.From(duration),
            Regex regex => Value.From(regex),
            Value given => given,
            _ => null,
        };
        value = wrapped.GetValueOrDefault();
        return wrapped is not null;
    }
}
