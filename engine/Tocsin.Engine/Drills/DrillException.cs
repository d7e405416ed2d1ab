namespace Tocsin.Engine.Drills;

/// <summary>Why nobody can be drilled.</summary>
/// <param name="isUnknown">True when there is nothing of that name.</param>
public sealed class DrillException(string message, bool isUnknown) : Exception(message)
{
    /// <summary>True when there is nothing of that name.</summary>
    public bool IsUnknown => isUnknown;
}
