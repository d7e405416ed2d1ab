namespace Tocsin.Alerting.Storage.Rows;

/// <summary>Somebody who may sign in, as storage keeps them.</summary>
/// <param name="PasswordHash">What a password is compared with; the password itself is kept nowhere.</param>
/// <param name="Roles">What the user may do, by names with commas between them.</param>
/// <param name="Created">When, in milliseconds since 1970.</param>
/// <param name="Changed">When password or roles were last changed, in milliseconds since 1970.</param>
public sealed record UserRow(string Name, string PasswordHash, string Roles, long Created, long Changed);
