namespace Tocsin.Server.RuleTests.Files;

/// <summary>How much of the data of a step need be read by no task.</summary>
internal enum UnreadLines
{
    /// <summary>Each measurement must be read.</summary>
    None,

    /// <summary>One of its measurements must be read: what was recorded holds others, too.</summary>
    Some,

    /// <summary>Whoever wrote it says that nobody reads it.</summary>
    All,
}
