namespace Tocsin.Server.Users;

/// <summary>A user or token cannot be as somebody wants it.</summary>
internal sealed class UserException(string message, bool isMissing = false, bool isConflict = false) : Exception(message)
{
    /// <summary>There is none of that name.</summary>
    public bool IsMissing { get; } = isMissing;

    /// <summary>It does not go together with those that there are.</summary>
    public bool IsConflict { get; } = isConflict;
}
