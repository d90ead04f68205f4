// Says on the page when a passkey could not be used, instead of in the console.
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  const said = document.getElementById('passkey-error')
  if (said) said.hidden = false
})
