using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Functions;

namespace Tocsin.Dsl.Tests.Lambda;

public class FunctionCatalogTests
{
    public static TheoryData<string> Names() => [.. FunctionCatalog.Default.All.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_function_has_a_case(string name) =>
        AllCases().Should().Contain(expression => expression.Contains(name + "(", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_function_says_what_it_does(string name)
    {
        FunctionCatalog.Default.TryFind(name, out var function).Should().BeTrue();

        function!.Summary.Should().EndWith(".");
        function.Family.Should().NotBeNullOrEmpty();
        function.Signatures.Should().NotBeEmpty();
        function.Signatures.Select(signature => signature.ToString()).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("strcontains", "strContains")]
    [InlineData("strLenght", "strLength")]
    [InlineData("ispresent", "isPresent")]
    [InlineData("completelyDifferent", null)]
    public void Unknown_name_suggests_the_nearest_one(string name, string? suggestion) =>
        FunctionCatalog.Default.Suggest(name).Should().Be(suggestion);

    [Fact]
    public void Added_function_can_be_called()
    {
        var catalog = FunctionCatalog.Default.With(new FunctionDefinition("twice", "Two times.", Signature.Of<long, long>(x => 2 * x)));

        ExpressionRunner.Value("twice(21)", catalog).Integer.Should().Be(42);
    }

    [Fact]
    public void Added_signature_stands_beside_the_known_ones()
    {
        var catalog = FunctionCatalog.Default.With(new FunctionDefinition("abs", "For ints.", Signature.Of<long, long>(Math.Abs)));

        ExpressionRunner.Value("abs(-2)", catalog).Integer.Should().Be(2);
        ExpressionRunner.Value("abs(-2.5)", catalog).Float.Should().Be(2.5);
    }

    private static IEnumerable<string> AllCases() =>
        CaseFile.Names.Append("Approximate/functions-math.txt").SelectMany(CaseFile.Read).Select(line => line.Expression);
}
