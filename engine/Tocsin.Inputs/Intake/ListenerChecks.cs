using Tocsin.Sdk;

namespace Tocsin.Inputs.Intake;

/// <summary>Checks that listeners have in common.</summary>
internal static class ListenerChecks
{
    public static IEnumerable<OptionProblem> Check(string address, int size, int pending)
    {
        if (BindAddress.ProblemOf(address) is { } problem)
            yield return new OptionProblem("bind-address", problem);
        if (size <= 0)
            yield return new OptionProblem("batch-size", "must be above 0");
        if (pending <= 0)
            yield return new OptionProblem("batch-pending", "must be above 0");
    }
}
