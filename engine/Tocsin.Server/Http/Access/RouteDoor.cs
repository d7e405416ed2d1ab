namespace Tocsin.Server.Http.Access;

/// <summary>A route of the server and who gets through to it.</summary>
/// <param name="Method">The method; <c>*</c> for all.</param>
/// <param name="Path">The path as it is mapped, with the names of its parts.</param>
internal sealed record RouteDoor(string Method, string Path, Door Door);
