using System.Globalization;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

/// <summary>A row written as <c>x=1.5 n=3i s='text' b=TRUE d=10s z=null #tag=value @1577836800000000000</c>; texts hold no blanks.</summary>
internal sealed class TestRow : Row
{
    public static TestRow Parse(string text)
    {
        var row = new TestRow { Numbers = new long[16], Texts = new string?[16] };
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            row.Add(item);
        return row;
    }

    public void AddField(string name, Value? value)
    {
        var slot = Layout.Count;
        Layout = Layout.With(name, value?.Kind.AsFieldType() ?? FieldType.Null);
        Numbers[slot] = value?.Bits ?? 0;
        Texts[slot] = value?.Kind == ValueKind.String ? value.Value.Text : null;
    }

    private void Add(string item)
    {
        var equals = item.IndexOf('=');
        if (item[0] == '@')
            Time = long.Parse(item[1..], CultureInfo.InvariantCulture);
        else if (item[0] == '#')
            Tags = Tags.With(item[1..equals], item[(equals + 1)..]);
        else
            AddField(item[..equals], Read(item[(equals + 1)..]));
    }

    private static Value? Read(string text)
    {
        if (text == "null")
            return null;
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var number))
            return Value.From(number);
        if (text[^1] == 'i')
            return Value.From(long.Parse(text[..^1], CultureInfo.InvariantCulture));
        return SyntaxTree.ParseLambda(text).Lambda?.Body switch
        {
            StringSyntax s => Value.From(s.Value),
            BooleanSyntax b => Value.From(b.Value),
            DurationSyntax d => Value.From(d.Value),
            _ => throw new FormatException($"No field value: {text}"),
        };
    }
}
