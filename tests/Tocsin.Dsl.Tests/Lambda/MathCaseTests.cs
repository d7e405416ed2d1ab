using System.Globalization;
using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Tests.Lambda;

public class MathCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var (expression, _, results) in CaseFile.Read("Approximate/functions-math.txt"))
            data.Add(expression, results[0]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Function_comes_close_to_the_true_value(string expression, string expected)
    {
        var compiled = ExpressionRunner.Compile(expression);

        compiled.TryEvaluate(new TestRow(), compiled.CreateState(), out var value, out var error).Should().BeTrue(error?.Text);

        value.Kind.Should().Be(ValueKind.Float);
        var truth = Parse(expected);
        if (double.IsFinite(truth))
            value.Float.Should().BeApproximately(truth, Tolerance(Math.Abs(truth)));
        else
            value.Float.Should().Be(truth);
    }

    // Bessel functions lose relative precision beside their zeros; what is really tiny is met relatively.
    private static double Tolerance(double size) => Math.Max(size > 1e-6 ? 2e-15 : 0, size * 2e-14);

    private static double Parse(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
