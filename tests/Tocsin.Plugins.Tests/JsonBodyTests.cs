using System.Text;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("12", 12.0, 12L)]
    [InlineData("\"12\"", 12.0, 12L)]
    [InlineData("12.5", 12.5, null)]
    [InlineData("\"12.0\"", 12.0, 12L)]
    [InlineData("1e999", null, null)]
    [InlineData("\"NaN\"", null, null)]
    [InlineData("9223372036854775807", 9.223372036854775807e18, long.MaxValue)]
    [InlineData("true", null, null)]
    [InlineData("null", null, null)]
    [InlineData("[1]", null, null)]
    public void Numbers_are_read_from_numbers_and_texts(string json, double? number, long? whole)
    {
        JsonBody.Parse(json).Number.Should().Be(number);
        JsonBody.Parse(json).Whole.Should().Be(whole);
    }

    [Theory]
    [InlineData("\"2026-01-01T00:01:00Z\"", 1767225660.0)]
    [InlineData("\"2026-01-01T01:01:00.500000000+01:00\"", 1767225660.5)]
    [InlineData("\" 2026-01-01 00:01:00 \"", 1767225660.0)]
    [InlineData("1767225660", 1767225660.0)]
    [InlineData("1767225660500", 1767225660.5)]
    [InlineData("\"1767225660500\"", 1767225660.5)]
    [InlineData("1767225660500000000", 1767225660.5)]
    [InlineData("-1e300", null)]
    [InlineData("\"10:30\"", null)]
    [InlineData("\"2026-13-01T00:00:00Z\"", null)]
    [InlineData("false", null)]
    public void Times_are_read_in_every_form(string json, double? seconds) =>
        (JsonBody.Parse(json).Time?.ToUnixTimeMilliseconds() / 1e3).Should().Be(seconds);

    [Fact]
    public void What_is_not_there_reads_as_nothing()
    {
        var body = JsonBody.Parse("{\"a\":[1,{\"b\":null}],\"a2\":\"x\"}");

        body["x"]["y"].Exists.Should().BeFalse();
        body["a2"]["y"].Text.Should().BeEmpty();
        body["a"].Text.Should().BeEmpty();
        body["a"].Items.Last()["b"].Exists.Should().BeFalse();
        body["a2"].Items.Should().BeEmpty();
        body["a"].Members.Should().BeEmpty();
        body["x"].ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nope")]
    [InlineData("{\"a\":01}")]
    public void What_is_no_json_is_refused_with_its_place(string text) =>
        FluentActions.Invoking(() => JsonBody.Parse(text)).Should().Throw<FormatException>().WithMessage("the body is not JSON: line 1, byte *");

    [Fact]
    public void Nesting_without_end_is_refused() =>
        FluentActions.Invoking(() => JsonBody.Parse(new string('[', 100_000))).Should().Throw<FormatException>();

    [Theory]
    [InlineData("{\"k\\ud800\":\"a\\udc00b\"}", "a\ufffdb")]
    [InlineData("{\"k\\ufffd\":\"\\ud83d\\ude00\"}", "😀")]
    [InlineData("{\"k\\ufffd\":\"\\\\ud800\"}", "\\ud800")]
    public void Halves_of_characters_are_replaced(string json, string text) => JsonBody.Parse(json)["k\ufffd"].Text.Should().Be(text);

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        var body = new SourceRequest { Body = (byte[])[0xEF, 0xBB, 0xBF, .. "{\"a\":\"x"u8, 0xFF, 0xC0, .. "\",}"u8] };

        JsonBody.Parse(body)["a"].Text.Should().Be("x\ufffd\ufffd");
        Encoding.UTF8.GetByteCount(JsonBody.Parse(body)["a"].Text).Should().Be(7);
    }
}
