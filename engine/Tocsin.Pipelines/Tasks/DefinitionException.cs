using Tocsin.Alerting.Configuration;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A definition was refused.</summary>
public sealed class DefinitionException(Refusal refusal) : Exception(refusal.Message)
{
    internal DefinitionException(RefusalKind kind, string message)
        : this(new Refusal(kind, message))
    {
    }

    public Refusal Refusal { get; } = refusal;

    internal static DefinitionException Invalid(string message) => new(RefusalKind.Invalid, message);

    internal static DefinitionException NotFound(string message) => new(RefusalKind.NotFound, message);
}
