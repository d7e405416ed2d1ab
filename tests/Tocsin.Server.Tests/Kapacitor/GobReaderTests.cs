using Tocsin.Server.Kapacitor.Gob;

namespace Tocsin.Server.Tests.Kapacitor;

public sealed class GobReaderTests
{
    private static readonly byte[] Whole = GobWriter.Write(
        ("Text", "a text of more than one hundred and twenty-seven bytes, so that its length does not fit into one byte: it goes on, and on, and then it ends", ""),
        ("Missing", null, 0L),
        ("Negative", -5_000_000_000L, 0L),
        ("Half", 0.5, 0.0),
        ("Flag", true, false),
        ("List", new object[] { "a", "b" }, new object[] { "" }),
        ("Map", new Dictionary<string, object> { ["x"] = Inner("1"), ["y"] = Inner("2") }, new Dictionary<string, object> { [""] = Inner("") }));

    [Fact]
    public void A_value_says_itself_what_it_is_made_of() => GobReader.Read(Whole)!.ToJsonString().Should().Be(
        """{"Text":"a text of more than one hundred and twenty-seven bytes, so that its length does not fit into one byte: it goes on, and on, and then it ends","Negative":-5000000000,"Half":0.5,"Flag":true,"List":["a","b"],"Map":{"x":{"In":"1"},"y":{"In":"2"}}}""");

    [Theory]
    [InlineData("03040006", "3")]
    [InlineData("050C00026869", "\"hi\"")]
    public void What_is_no_struct_stands_behind_a_zero(string hex, string json) => GobReader.Read(Convert.FromHexString(hex))!.ToJsonString().Should().Be(json);

    [Theory]
    [InlineData("", "at byte 0 there is no value")]
    [InlineData("03", "at byte 1 a message of 3 is longer than what is left, 0 bytes")]
    [InlineData("03640006", "at byte 2 there is no type 50")]
    [InlineData("03C80000", "at byte 2 a number has 56 bytes")]
    [InlineData("040C000961", "at byte 4 a text of 9 is longer than what is left, 1 bytes")]
    [InlineData("03040106", "at byte 3 malformed value header")]
    public void What_is_none_is_refused_with_its_place(string hex, string why)
    {
        var reading = () => GobReader.Read(Convert.FromHexString(hex));

        reading.Should().Throw<GobException>().WithMessage(why);
    }

    [Fact]
    public void What_is_cut_off_is_refused_wherever_it_ends()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            var reading = () => GobReader.Read(Whole.AsSpan(0, length));
            reading.Should().Throw<GobException>();
        }
    }

    [Fact]
    public void A_byte_that_is_wrong_makes_another_value_or_none()
    {
        foreach (var (at, wrong) in Enumerable.Range(0, Whole.Length).SelectMany(at => new byte[] { 0x00, 0x01, 0x7F, 0xF8, 0xFF }.Select(wrong => (at, wrong))))
        {
            var bytes = Whole.ToArray();
            bytes[at] = wrong;
            var ending = Record.Exception(() => GobReader.Read(bytes));
            (ending is null or GobException).Should().BeTrue("byte {0} as {1} ended with {2}", at, wrong, ending);
        }
    }

    [Fact]
    public void Values_in_values_have_an_end()
    {
        // Type 65 is a list whose items are of type 65: a byte for each of a thousand levels.
        var reading = () => GobReader.Read([13, 0xFF, 0x81, 2, 1, 1, 1, 0x74, 0, 1, 0xFF, 0x82, 0, 0, 0xFE, 0x03, 0xEB, 0xFF, 0x82, 0, .. Enumerable.Repeat((byte)1, 1_000)]);

        reading.Should().Throw<GobException>().WithMessage("*nested more than 64 levels deep");
    }

    private static (string, object?, object)[] Inner(string text) => [("In", text, "")];
}
