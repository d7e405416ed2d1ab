using System.Text;
using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Binding;

public class VarsJsonTests
{
    [Theory]
    [InlineData("""{"type":"int","value":-5}""", VarType.Int, -5L)]
    [InlineData("""{"type":"float","value":7}""", VarType.Float, 7.0)]
    [InlineData("""{"type":"float","value":1.5e3}""", VarType.Float, 1500.0)]
    [InlineData("""{"type":"bool","value":true}""", VarType.Bool, true)]
    [InlineData("""{"type":"string","value":"a"}""", VarType.String, "a")]
    [InlineData("""{"type":"regex","value":"a/b"}""", VarType.Regex, "a/b")]
    [InlineData("""{"type":"lambda","value":"\"v\" > 1"}""", VarType.Lambda, "\"v\" > 1")]
    [InlineData("""{"type":"star"}""", VarType.Star, null)]
    [InlineData("""{"type":"star","value":{"typeOf":"star"}}""", VarType.Star, null)]
    public void Reads(string json, VarType type, object? value)
    {
        VarsJson.TryRead(Bytes($$"""{"x":{{json}}}"""), out var vars, out var error).Should().BeTrue(error);

        vars["x"].Should().Be(new ScriptVar("x", type, value));
    }

    [Theory]
    [InlineData("\"1h30m\"", 5400)]
    [InlineData("\"-10s\"", -10)]
    [InlineData("5000000000", 5)]
    public void Reads_durations_as_text_and_as_nanoseconds(string value, long seconds)
    {
        VarsJson.TryRead(Bytes($$$"""{"x":{"type":"duration","value":{{{value}}},"description":"d"}}"""), out var vars, out _).Should().BeTrue();

        vars["x"].Should().Be(new ScriptVar("x", VarType.Duration, Duration.FromSeconds(seconds), "d"));
    }

    [Fact]
    public void Reads_lists()
    {
        VarsJson.TryRead(
            Bytes("""{"x":{"type":"list","value":[{"type":"string","value":"a"},{"type":"star","value":null}]}}"""), out var vars, out _).Should().BeTrue();

        vars["x"].Value.Should().BeEquivalentTo(new ScriptVar[] { new("", VarType.String, "a"), new("", VarType.Star, null) });
    }

    [Theory]
    [InlineData("""{"type":"int","value":7.5}""", "invalid var x: the number 7.5 is not of type int; give a whole number without a point")]
    [InlineData("""{"type":"int","value":7.0}""", "invalid var x: the number 7.0 is not of type int; give a whole number without a point")]
    [InlineData("""{"type":"int","value":"7"}""", "invalid var x: the string \"7\" is not of type int; give a whole number without a point")]
    [InlineData("""{"type":"string","value":7}""", "invalid var x: the number 7 is not of type string; give a string")]
    [InlineData("""{"type":"string"}""", "invalid var x: nothing is not of type string; give a string")]
    [InlineData("""{"type":"bool","value":null}""", "invalid var x: null is not of type bool; give true or false")]
    [InlineData("""{"type":"duration","value":"5"}""", "invalid var x: the string \"5\" is not of type duration; give a text such as \"1h30m\" or a whole number of nanoseconds")]
    [InlineData("""{"type":"time","value":"5"}""", "invalid var x: unknown type \"time\"; the types are bool, int, float, string, duration, regex, lambda, list, star")]
    [InlineData("""{"value":5}""", "invalid var x: it has no \"type\"")]
    [InlineData("5", "invalid var x: the number 5 stands where an object with \"type\" and \"value\" is expected")]
    [InlineData("""{"type":"list","value":[{"type":"star"}]}""", "invalid var x: an item has no \"value\"")]
    [InlineData("""{"type":"list","value":[{"type":"int","value":5}]}""", "invalid var x: a list cannot hold a int; give strings or a star")]
    [InlineData("""{"type":"list","value":["a"]}""", "invalid var x: the string \"a\" stands where an object with \"type\" and \"value\" is expected")]
    public void Refuses(string json, string message)
    {
        VarsJson.TryRead(Bytes($$"""{"x":{{json}}}"""), out _, out var error).Should().BeFalse();

        error.Should().Be(message);
    }

    [Theory]
    [InlineData("[]", "invalid vars: an array stands where an object with the variables is expected")]
    [InlineData("{", "invalid JSON: *")]
    public void Refuses_what_is_no_object(string json, string message)
    {
        VarsJson.TryRead(Bytes(json), out _, out var error).Should().BeFalse();

        error.Should().Match(message);
    }

    [Fact]
    public void Writes_every_type_by_name()
    {
        ScriptVar[] vars =
        [
            new("star", VarType.Star, Star.Value),
            new("d", VarType.Duration, Duration.FromSeconds(1), "how long"),
            new("f", VarType.Float, 3.0),
            new("i", VarType.Int, null),
            new("l", VarType.List, (ScriptVar[])[new("", VarType.String, "a")]),
        ];
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            VarsJson.Write(writer, vars);

        Encoding.UTF8.GetString(stream.ToArray()).Should().Be(
            """
            {
            "d":{"type":"duration","value":1000000000,"description":"how long"},
            "f":{"type":"float","value":3,"description":""},
            "i":{"type":"int","value":null,"description":""},
            "l":{"type":"list","value":[{"type":"string","value":"a","description":""}],"description":""},
            "star":{"type":"star","value":{"typeOf":"star"},"description":""}
            }
            """.ReplaceLineEndings(""));
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
