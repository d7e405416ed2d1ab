using System.Text.Json;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Topics;

namespace Tocsin.Server.Tests.Http;

public sealed class JsonPatchTests
{
    [Fact]
    public void Copies_of_copies_end_at_a_limit()
    {
        var operations = Enumerable.Range(0, 23).Select(i => $$"""{"op":"copy","from":"/options","path":"/options/a{{i}}"}""");

        Applying("""{"options":{"text":"some text"}}""", operations).Should().Throw<ApiException>()
            .Where(problem => problem.Status == 400)
            .WithMessage("failed to apply patch: its operations copy more than 1048576 characters: replace the handler instead");
    }

    [Fact]
    public void Copies_into_the_depth_end_at_a_limit()
    {
        var path = "/options";
        var operations = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            operations.Add($$"""{"op":"copy","from":"/options","path":"{{path}}/a"}""");
            path += string.Concat(Enumerable.Repeat("/a", 1 << i));
        }

        Applying("""{"options":{}}""", operations).Should().Throw<ApiException>()
            .Where(problem => problem.Status == 400)
            .WithMessage("failed to apply patch: with the value at '*' the handler is nested deeper than 64 levels");
    }

    [Fact]
    public void A_patch_has_no_more_operations_than_a_person_writes() =>
        Applying("""{"a":1}""", Enumerable.Repeat("""{"op":"test","path":"/a","value":1}""", 101)).Should().Throw<ApiException>()
            .WithMessage("failed to apply patch: it has more than 100 operations: send several patches, or replace the handler");

    [Fact]
    public void Copies_within_the_limits_are_made() =>
        Applying("""{"a":{"b":[1]}}""", ["""{"op":"copy","from":"/a","path":"/c"}""", """{"op":"move","from":"/a/b","path":"/d"}"""])()
            .Should().Be("""{"a":{},"c":{"b":[1]},"d":[1]}""");

    [Theory]
    [InlineData("""{"a":{"x":1,"x":2}}""", """{"op":"copy","from":"/a","path":"/b"}""")]
    [InlineData("""{"a":1}""", """{"op":"add","path":"/b","value":{"x":1,"x":2}}""")]
    public void A_key_given_twice_is_no_failure_of_the_server(string document, string operation) =>
        Applying(document, [operation]).Should().Throw<JsonException>();

    [Fact]
    public void Nothing_is_moved_into_itself() =>
        Applying("""{"options":{"url":"x"}}""", ["""{"op":"move","from":"/options","path":"/options/x"}"""]).Should().Throw<ApiException>()
            .WithMessage("failed to apply patch: /options cannot be moved into itself, to /options/x");

    private static Func<string> Applying(string document, IEnumerable<string> operations)
    {
        using var patch = JsonDocument.Parse($"[{string.Join(',', operations)}]");
        var operation = patch.RootElement.Clone();
        return () => JsonPatch.Apply(document, operation).GetRawText();
    }
}
