using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Tests.Lambda;

public class LambdaPropertyTests
{
    private static readonly string[] Texts = ["", "a", "ab", "日本", "a𝄞b", "$1", "12", "x,y", "\ud800"];

    private static readonly string[] Names =
    [
        "strContains", "strContainsAny", "strCount", "strIndex", "strIndexAny", "strLastIndex", "strLastIndexAny", "strTrim",
        "strTrimLeft", "strTrimRight", "strTrimPrefix", "strTrimSuffix", "strHasPrefix", "strHasSuffix",
    ];

    [Fact]
    public void Functions_of_two_texts_answer_any_texts() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            (from name in Gen.Elements(Names)
             from a in Gen.Elements(Texts)
             from b in Gen.Elements(Texts)
             select (name, a, b)).ToArbitrary(),
            call => Succeeds($"{call.name}(\"a\", \"b\")", ("a", Value.From(call.a)), ("b", Value.From(call.b)))));

    [Fact]
    public void Substring_gives_bytes_or_an_error() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            (from text in Gen.Elements(Texts)
             from start in Gen.Choose(-2, 8)
             from stop in Gen.Choose(-2, 8)
             select (text, start, stop)).ToArbitrary(),
            call =>
            {
                var length = System.Text.Encoding.UTF8.GetByteCount(call.text);
                var legal = call.start >= 0 && call.start <= call.stop && call.stop < length;
                return Succeeds("strSubstring(\"s\", \"a\", \"b\")",
                    ("s", Value.From(call.text)), ("a", Value.From((long)call.start)), ("b", Value.From((long)call.stop))) == legal;
            }));

    [Fact]
    public void Integers_divide_with_remainder() =>
        Check.QuickThrowOnFailure(Prop.ForAll((long a, long b) => b == 0
            ? !Succeeds("\"a\" / \"b\"", ("a", Value.From(a)), ("b", Value.From(b)))
            : Evaluate("\"a\" / \"b\" * \"b\" + \"a\" % \"b\"", ("a", Value.From(a)), ("b", Value.From(b)))?.Integer == a));

    [Fact]
    public void Floats_survive_their_text() =>
        Check.QuickThrowOnFailure(Prop.ForAll((double x) =>
            Evaluate("float(string(\"x\"))", ("x", Value.From(x)))?.Float.Equals(x) == true));

    [Fact]
    public void Numbers_of_both_types_compare_as_floats() =>
        Check.QuickThrowOnFailure(Prop.ForAll((long n, double x) =>
            Evaluate("\"n\" < \"x\"", ("n", Value.From(n)), ("x", Value.From(x)))?.Boolean == (n < x)));

    private static bool Succeeds(string expression, params (string Name, Value Value)[] fields) => Evaluate(expression, fields) is not null;

    private static Value? Evaluate(string expression, params (string Name, Value Value)[] fields)
    {
        var row = TestRow.Parse("");
        foreach (var (name, value) in fields)
            row.AddField(name, value);
        var compiled = ExpressionRunner.Compile(expression);
        return compiled.TryEvaluate(row, compiled.CreateState(), out var result, out _) ? result : null;
    }
}
