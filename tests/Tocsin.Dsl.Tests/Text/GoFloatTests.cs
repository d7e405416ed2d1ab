using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Tests.Text;

public class GoFloatTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1, "1")]
    [InlineData(100000, "100000")]
    [InlineData(1000000, "1e+06")]
    [InlineData(21000000, "2.1e+07")]
    [InlineData(1234567.5, "1.2345675e+06")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1e21, "1e+21")]
    [InlineData(12e300, "1.2e+301")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(33.333333333333336, "33.333333333333336")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Text_is_the_shortest_that_round_trips(double value, string expected) => GoFloat.Text(value).Should().Be(expected);

    [Theory]
    [InlineData(25, "25")]
    [InlineData(-0.0, "-0")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1e-10, "1e-10")]
    [InlineData(0.1, "0.1")]
    public void Json_has_exponents_only_at_the_ends(double value, string expected)
    {
        var writer = new ArrayBufferWriter<byte>();
        GoFloat.WriteJson(writer, value).Should().BeTrue();

        Encoding.UTF8.GetString(writer.WrittenSpan).Should().Be(expected);
        GoFloat.Json(value).Should().Be(expected);
    }

    [Fact]
    public void Json_refuses_what_is_no_number() => GoFloat.Json(double.NaN).Should().BeNull();

    [Theory]
    [InlineData(0.125, 'f', 2, "0.12")]
    [InlineData(0.375, 'f', 2, "0.38")]
    [InlineData(2.675, 'f', 2, "2.67")]
    [InlineData(2.5, 'f', 0, "2")]
    [InlineData(3.5, 'f', 0, "4")]
    [InlineData(0.5, 'f', 0, "0")]
    [InlineData(0.6, 'f', 0, "1")]
    [InlineData(9.99, 'f', 1, "10.0")]
    [InlineData(0.04, 'f', 1, "0.0")]
    [InlineData(0.05, 'f', 1, "0.1")]
    [InlineData(0.001, 'f', 1, "0.0")]
    [InlineData(0.1, 'f', 20, "0.10000000000000000555")]
    [InlineData(1e22, 'f', 1, "10000000000000000000000.0")]
    [InlineData(11.5, 'f', 6, "11.500000")]
    [InlineData(11.456789, 'e', 6, "1.145679e+01")]
    [InlineData(0, 'e', 2, "0.00e+00")]
    [InlineData(-0.5, 'E', 2, "-5.00E-01")]
    [InlineData(123456789, 'g', 3, "1.23e+08")]
    [InlineData(100, 'g', 3, "100")]
    [InlineData(100, 'g', 2, "1e+02")]
    [InlineData(1000000, 'g', 17, "1000000")]
    [InlineData(0.5, 'g', 0, "0.5")]
    [InlineData(1e100, 'e', -1, "1e+100")]
    [InlineData(1e20, 'f', -1, "100000000000000000000")]
    public void Format_rounds_half_to_even_on_the_exact_value(double value, char format, int precision, string expected) =>
        GoFloat.Format(value, format, precision).Should().Be(expected);

    [Fact]
    public void Text_reads_back_as_the_same_number() =>
        Prop.ForAll<double>(value => !double.IsFinite(value)
            || double.Parse(GoFloat.Format(value, 'e'), System.Globalization.CultureInfo.InvariantCulture).Equals(value)).QuickCheckThrowOnFailure();

    [Fact]
    public void Fixed_texts_agree_with_exact_arithmetic() =>
        Prop.ForAll<int, byte>((numerator, places) =>
        {
            // Sixteenths are exact in both worlds.
            var text = GoFloat.Format(numerator / 16.0, 'f', places % 8);
            var expected = Math.Round(numerator / 16m, places % 8, MidpointRounding.ToEven);
            return decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) == expected;
        }).QuickCheckThrowOnFailure();
}
