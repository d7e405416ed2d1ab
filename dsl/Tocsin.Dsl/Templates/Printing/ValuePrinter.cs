using System.Globalization;
using System.Text;
using Tocsin.Dsl.Time;
using Kind = Tocsin.Dsl.Templates.TemplateValueKind;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Prints one value with a verb and flags.</summary>
internal sealed class ValuePrinter(StringBuilder builder, int maxLength)
{
    private const int MaxDepth = 32;

    private readonly Padding _padding = new(builder);

    // While a mistake is told, values show what they are made of, not what they call themselves.
    private bool _tellsMistake;

    public void Print(in TemplateValue value, int verb, in FormatFlags flags)
    {
        if (value.IsNil)
        {
            if (verb is 'T' or 'v')
                _padding.Write("<nil>", flags);
            else
                PrintMistake(value, verb, flags);
        }
        else if (verb == 'T')
        {
            PrintString(value, TypeNames.Of(value), 's', flags);
        }
        else
        {
            PrintValue(value, verb, flags, 0);
        }
    }

    private void PrintValue(in TemplateValue value, int verb, in FormatFlags flags, int depth)
    {
        if (builder.Length > maxLength || depth > MaxDepth)
            return;

        if (!_tellsMistake && NameOf(value, flags) is { } name)
        {
            if (flags.Source)
            {
                builder.Append(name);
                return;
            }

            if (verb is 'v' or 's' or 'x' or 'X' or 'q')
            {
                PrintString(value, name, verb, flags);
                return;
            }
        }

        switch (value.Kind)
        {
            case Kind.Nil:
                builder.Append(flags.Source ? "interface {}(nil)" : "<nil>");
                break;
            case Kind.Bool:
                if (verb is 't' or 'v')
                    _padding.Write(value.Boolean ? "true" : "false", flags);
                else
                    PrintMistake(value, verb, flags);
                break;
            case Kind.Float:
                if (!FloatText.TryWrite(_padding, value.Float, verb, flags))
                    PrintMistake(value, verb, flags);
                break;
            case Kind.String or Kind.Script:
                PrintString(value, value.Text, verb, flags);
                break;
            case Kind.Instant:
                PrintInstant(value, verb, flags, depth);
                break;
            case Kind.Struct:
                PrintStruct(value, verb, flags, depth);
                break;
            case Kind.Map:
                PrintMap(value, verb, flags, depth);
                break;
            case Kind.List:
                PrintList(value, verb, flags, depth);
                break;
            default:
                if (value.Kind == Kind.Byte && flags.Source)
                    _padding.Write(string.Create(CultureInfo.InvariantCulture, $"0x{value.Integer:x}"), flags);
                else if (!IntegerText.TryWrite(_padding, value.Integer, verb, flags))
                    PrintMistake(value, verb, flags);
                break;
        }
    }

    private static string? NameOf(in TemplateValue value, in FormatFlags flags) => value.Kind switch
    {
        Kind.Instant => flags.Source ? InstantText.Source(value) : TimeLayout.Format(TimeLayout.Default, value),
        _ when flags.Source => null,
        Kind.Duration => DurationText.Long(value.Integer),
        Kind.Month => value.Integer is >= 1 and <= 12
            ? CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName((int)value.Integer)
            : string.Create(CultureInfo.InvariantCulture, $"%!Month({value.Integer})"),
        Kind.Weekday => ((DayOfWeek)value.Integer).ToString(),
        _ => null,
    };

    private void PrintString(in TemplateValue value, string text, int verb, in FormatFlags flags)
    {
        switch (verb)
        {
            case 'v' when flags.Source:
            case 'q':
                _padding.Write(Quote(StringText.Truncate(text, flags.Precision), flags), flags);
                break;
            case 'v' or 's':
                _padding.Write(StringText.Truncate(text, flags.Precision), flags);
                break;
            case 'x' or 'X':
                _padding.Write(StringText.Hex(text, verb == 'X', flags), flags);
                break;
            default:
                PrintMistake(value, verb, flags);
                break;
        }
    }

    private static string Quote(string text, in FormatFlags flags) =>
        flags.Sharp && QuotedText.CanBackQuote(text) ? $"`{text}`" : QuotedText.Quote(text, flags.Plus);

    private void PrintMistake(in TemplateValue value, int verb, in FormatFlags flags)
    {
        var outer = _tellsMistake;
        _tellsMistake = true;
        builder.Append("%!").Append(new Rune(verb)).Append('(');
        if (value.IsNil)
        {
            builder.Append("<nil>");
        }
        else
        {
            builder.Append(TypeNames.Of(value)).Append('=');
            PrintValue(value, 'v', flags, 0);
        }

        builder.Append(')');
        _tellsMistake = outer;
    }

    // With a verb that a time has no text for, its parts show: nanoseconds, seconds since the year 1, and the zone.
    private void PrintInstant(in TemplateValue value, int verb, in FormatFlags flags, int depth)
    {
        const long SecondsToUnix = 62_135_596_800;
        var seconds = value.Integer / Duration.Second;
        var rest = value.Integer % Duration.Second;
        if (rest < 0)
        {
            seconds--;
            rest += Duration.Second;
        }

        builder.Append(flags.Named ? "{wall:" : "{");
        PrintValue(TemplateValue.From(rest), verb, flags, depth + 1);
        builder.Append(flags.Named ? " ext:" : " ");
        PrintValue(TemplateValue.From(seconds + SecondsToUnix), verb, flags, depth + 1);
        builder.Append(flags.Named ? " loc:" : " ");
        builder.Append(verb == 'd' ? "0" : "<nil>").Append('}');
    }

    private void PrintStruct(in TemplateValue value, int verb, in FormatFlags flags, int depth)
    {
        var data = value.Struct;
        if (flags.Source)
            builder.Append(data.Shape.TypeName);
        builder.Append('{');
        for (var i = 0; i < data.Shape.Fields.Count && builder.Length <= maxLength; i++)
        {
            if (i > 0)
                builder.Append(flags.Source ? ", " : " ");
            if (flags.Source || flags.Named)
                builder.Append(data.Shape.Fields[i]).Append(':');
            PrintValue(data.Field(i), verb, flags, depth + 1);
        }

        builder.Append('}');
    }

    private void PrintMap(in TemplateValue value, int verb, in FormatFlags flags, int depth)
    {
        var map = value.Map;
        builder.Append(flags.Source ? TypeNames.Of(value) + "{" : "map[");
        for (var i = 0; i < map.Count && builder.Length <= maxLength; i++)
        {
            if (i > 0)
                builder.Append(flags.Source ? ", " : " ");
            PrintValue(TemplateValue.From(map.KeyAt(i)), verb, flags, depth + 1);
            builder.Append(':');
            PrintValue(map.ValueAt(i), verb, flags, depth + 1);
        }

        builder.Append(flags.Source ? '}' : ']');
    }

    private void PrintList(in TemplateValue value, int verb, in FormatFlags flags, int depth)
    {
        var list = value.List;
        builder.Append(flags.Source ? list.TypeName + "{" : "[");
        for (var i = 0; i < list.Count && builder.Length <= maxLength; i++)
        {
            if (i > 0)
                builder.Append(flags.Source ? ", " : " ");
            PrintValue(list[i], verb, flags, depth + 1);
        }

        builder.Append(flags.Source ? '}' : ']');
    }
}
