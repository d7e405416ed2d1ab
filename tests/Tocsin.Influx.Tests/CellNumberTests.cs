using System.Globalization;
using System.Text;
using Tocsin.Influx.Answers;

namespace Tocsin.Influx.Tests;

/// <summary>Numbers of answers are read as .NET reads them, short ones too.</summary>
public sealed class CellNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-7", -7)]
    [InlineData("1577836801000000000", 1_577_836_801_000_000_000)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9999999999999999", 9_999_999_999_999_999)]
    public void Whole_numbers_stay_whole(string text, long value)
    {
        var cell = CellNumber.Read(Encoding.UTF8.GetBytes(text));

        (cell.Kind, cell.Integer).Should().Be((CellKind.Integer, value));
    }

    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("0.1")]
    [InlineData("99999999999999.9")]
    [InlineData("0.00000000000001")]
    [InlineData("1e3")]
    [InlineData("-1.5E-7")]
    [InlineData("18446744073709551615")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("123456789.123456789")]
    public void All_others_are_floats(string text)
    {
        var cell = CellNumber.Read(Encoding.UTF8.GetBytes(text));

        cell.Kind.Should().Be(CellKind.Float);
        BitConverter.DoubleToInt64Bits(cell.Number).Should().Be(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_short_number_is_rounded_as_a_long_one_is()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 100_000; i++)
        {
            var digits = random.NextInt64(0, (long)Math.Pow(10, random.Next(1, 16))).ToString(CultureInfo.InvariantCulture);
            var point = random.Next(1, digits.Length + 1);
            var text = (random.Next(2) == 0 ? "-" : "") + digits[..point] + "." + (point < digits.Length ? digits[point..] : "0");

            var cell = CellNumber.Read(Encoding.UTF8.GetBytes(text));

            if (BitConverter.DoubleToInt64Bits(cell.Number) != BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)))
                Assert.Fail($"{text} became {cell}");
        }
    }
}
