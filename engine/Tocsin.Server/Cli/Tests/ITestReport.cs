using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results of tests, one by one and at the end.</summary>
internal interface ITestReport
{
    void Add(RuleTestResult result);

    void End(TimeSpan took);
}
