## Get the app

a_title = How to get the app
a_scan = Scan with your phone
a_noqr = No download code is set up here. Please search for the app by name.
a_or = or search for
a_in = In any of these app stores
st1 = App Store
st2 = Tencent MyApp
st3 = 360 Mobile Assistant
st4 = Baidu Mobile Assistant
st5 = Huawei AppGallery
st6 = Xiaomi App Store
a_steps = Then, on your phone
a1 = Open the app and tap "Login" on the home page.
a2 = On the login page tap "Login portal for foreigner's holding work permit".
a3 = Tap "Registration".
a4 = Enter your name and work permit number, and set a login password (8–16 characters, at least two of: numbers, letters, symbols). Tap "Sign up and login".
a5 = Pass facial recognition authentication. Your card is ready.
a_here = Register here instead

## Search terms and the names of pictures

a_term1 = 电子社保卡
a_term2 = esscard
a_qr_name = Download code of the app
