using Tocsin.Alerting.Foreign;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A function of another process cannot go on: it died, was ended, or says what the protocol does not know. The message says which.</summary>
internal sealed class FunctionEndedException(string message) : Exception(ShownText.Visible(message))
{
    /// <summary>True when the function itself refuses what the script gives it: started again it would do the same.</summary>
    public bool IsRefusal { get; init; }
}
