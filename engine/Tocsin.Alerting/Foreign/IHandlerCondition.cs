namespace Tocsin.Alerting.Foreign;

/// <summary>A handler that can be in order or not while it goes on working.</summary>
public interface IHandlerCondition
{
    /// <summary>What is wrong and the way out, such as a changed script that does not compile; empty when nothing is. Safe for any thread.</summary>
    string Problem { get; }
}
