using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results of tests: one by one, what they reached and noticed, and the end.</summary>
internal interface ITestReport
{
    void Add(RuleTestResult result);

    /// <summary>What the tests have reached.</summary>
    void Add(CoverageReport coverage);

    /// <summary>What the tests have noticed.</summary>
    void Add(IReadOnlyList<MutantResult> mutants);

    void End(TimeSpan took);
}
