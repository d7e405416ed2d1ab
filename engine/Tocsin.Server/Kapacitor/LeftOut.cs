namespace Tocsin.Server.Kapacitor;

/// <summary>A thing of a database that is not taken over.</summary>
/// <param name="Kind">Which kind of thing it is, such as <c>task</c> or <c>bucket</c>; <c>damage</c> for a part of the file.</param>
/// <param name="Name">Its name; <c>*</c> when there are several.</param>
/// <param name="Why">Why, for people.</param>
/// <param name="IsUnreadable">True when it was to be taken over, and cannot be read.</param>
internal sealed record LeftOut(string Kind, string Name, string Why, bool IsUnreadable = false);
